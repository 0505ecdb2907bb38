import type { StaffToken } from '@request-desk/shared/staff-api';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '../../api/me.ts';
import { tokensQuery, useRevokeToken } from '../../api/tokens.ts';
import { Button } from '../../ui/button.tsx';
import { CardTable, Cells, type Column } from '../../ui/card-table.tsx';
import { CredentialState } from '../../ui/credential-state.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Instant } from '../../ui/instant.tsx';
import { Section } from '../../ui/section.tsx';
import { LoadingText } from '../../ui/skeleton.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { LAST_USED } from './last-used.tsx';
import { MintToken } from './mint-token.tsx';
import { RowAction } from './row-action.tsx';

const COLUMNS: readonly Column<StaffToken>[] = [
  {
    text: 'Token',
    namesRow: true,
    cellClass: 'py-2 pr-3',
    cell: ({ id, name, role, staff_id }) => (
      <>
        <span className="font-medium">
          <Untrusted text={name} />, {role}
        </span>
        <span className="block truncate text-xs text-fg-3">
          <code>{id}</code> of <Untrusted text={staff_id} />
        </span>
      </>
    ),
  },
  LAST_USED,
  {
    text: 'Expires',
    zoned: true,
    className: 'w-60 max-md:hidden',
    cellClass: 'py-2 pr-3',
    cell: ({ expires_at }) => <Instant iso={expires_at} show="stamp" />,
  },
  {
    text: <span className="sr-only">Revoke</span>,
    end: true,
    className: 'w-24',
    cellClass: 'py-1.5',
    cell: (token) => <Revoke token={token} />,
  },
];

/** Tokens of one person or of everybody, each with a button that revokes it. */
export function Tokens({ whose, title }: { whose: 'own' | 'all'; title: string }) {
  const answer = useQuery(tokensQuery(whose));
  const mayMint = useMay('tokens:mint') && whose === 'own';
  const [minting, setMinting] = useState(false);
  const items = answer.data?.items ?? [];
  return (
    <Section
      title={title}
      note="for the command line and automation"
      flush
      actions={
        mayMint && (
          <Button size="sm" onClick={() => setMinting(true)}>
            <Plus aria-hidden="true" className="size-3.5" />
            New token
          </Button>
        )
      }
    >
      {answer.isError && (
        <div className="px-4 pb-4">
          <Failure
            what="The tokens could not be loaded"
            error={answer.error}
            retry={() => void answer.refetch()}
          />
        </div>
      )}
      {answer.isPending && <LoadingText>Loading tokens</LoadingText>}
      {answer.data && items.length === 0 && (
        <p className="px-4 pb-4 text-sm text-fg-2">No tokens.</p>
      )}
      {items.length > 0 && (
        <CardTable label={title} columns={COLUMNS}>
          {items.map((token) => (
            <tr key={token.id} className="border-t border-line align-top first:border-t-0">
              <Cells columns={COLUMNS} row={token} />
            </tr>
          ))}
        </CardTable>
      )}
      {minting && <MintToken onClose={() => setMinting(false)} />}
    </Section>
  );
}

function Revoke({ token: { id, name, state } }: { token: StaffToken }) {
  const revoke = useRevokeToken();
  return (
    <RowAction
      text="Revoke"
      label={`Revoke the token ${name}`}
      action={revoke}
      value={id}
      instead={state === 'active' ? undefined : <CredentialState state={state} />}
    />
  );
}
