import type { IngestToken } from '@request-desk/shared/ingest-token-api';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '../../api/me.ts';
import { sendersQuery, useRevokeSender } from '../../api/senders.ts';
import { Button } from '../../ui/button.tsx';
import { CardTable, Cells, type Column } from '../../ui/card-table.tsx';
import { CredentialState } from '../../ui/credential-state.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Section } from '../../ui/section.tsx';
import { LoadingText } from '../../ui/skeleton.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { LAST_USED } from './last-used.tsx';
import { MintSender } from './mint-sender.tsx';
import { RowAction } from './row-action.tsx';

const COLUMNS: readonly Column<IngestToken>[] = [
  {
    text: 'Sender',
    namesRow: true,
    cellClass: 'py-2 pr-3',
    cell: ({ id, name, kind, created_by }) => (
      <>
        <span className="font-medium">{name}</span>
        {kind === 'relay' && <span className="text-xs text-fg-3"> relay</span>}
        <span className="block truncate text-xs text-fg-3">
          <code>{id}</code> by <Untrusted text={created_by} />
        </span>
      </>
    ),
  },
  {
    text: 'May send',
    className: 'max-md:hidden',
    cellClass: 'py-2 pr-3',
    cell: ({ services, mib_per_minute }) => (
      <>
        {services.length === 0 ? 'any service' : <Untrusted text={services.join(', ')} />}
        {mib_per_minute !== null && (
          <span className="block text-xs text-fg-3">{mib_per_minute} MiB per minute</span>
        )}
      </>
    ),
  },
  LAST_USED,
  {
    text: <span className="sr-only">Revoke</span>,
    end: true,
    className: 'w-24',
    cellClass: 'py-1.5',
    cell: (token) => <Revoke token={token} />,
  },
];

/** Credentials by which services send telemetry, each with a button that revokes it. */
export function Senders() {
  const answer = useQuery(sendersQuery());
  const mayMint = useMay('senders:mint');
  const [minting, setMinting] = useState(false);
  const { items = [], configured = [] } = answer.data ?? {};
  return (
    <Section
      title="Senders of telemetry"
      note="telemetry is shown under the name of its credential"
      flush
      actions={
        mayMint && (
          <Button size="sm" onClick={() => setMinting(true)}>
            <Plus aria-hidden="true" className="size-3.5" />
            New sender
          </Button>
        )
      }
    >
      {answer.isError && (
        <div className="px-4 pb-4">
          <Failure
            what="The senders could not be loaded"
            error={answer.error}
            retry={() => void answer.refetch()}
          />
        </div>
      )}
      {answer.isPending && <LoadingText>Loading senders</LoadingText>}
      {answer.data && (
        <CardTable label="Senders of telemetry" columns={COLUMNS}>
          {configured.map(({ name, variable }) => (
            <tr key={name} className="border-t border-line align-top first:border-t-0">
              <th scope="row" className="py-2 pr-3 pl-4 text-left font-normal">
                <span className="font-medium">{name}</span>
                <span className="block text-xs text-fg-3">{variable}</span>
              </th>
              <td className="max-md:hidden" />
              <td className="max-sm:hidden" />
              <td />
            </tr>
          ))}
          {items.map((token) => (
            <tr key={token.id} className="border-t border-line align-top">
              <Cells columns={COLUMNS} row={token} />
            </tr>
          ))}
        </CardTable>
      )}
      {minting && <MintSender onClose={() => setMinting(false)} />}
    </Section>
  );
}

function Revoke({ token: { id, name, state } }: { token: IngestToken }) {
  const revoke = useRevokeSender();
  const mayRevoke = useMay('senders:revoke');
  return (
    <RowAction
      text="Revoke"
      label={`Revoke the credential of ${name}`}
      action={revoke}
      value={id}
      instead={state === 'active' && mayRevoke ? undefined : <CredentialState state={state} />}
    />
  );
}
