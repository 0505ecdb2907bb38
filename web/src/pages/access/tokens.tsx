import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '../../api/me.ts';
import { tokensQuery, useRevokeToken } from '../../api/tokens.ts';
import { Button } from '../../ui/button.tsx';
import { CardTable, type Column } from '../../ui/card-table.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Instant } from '../../ui/instant.tsx';
import { Section } from '../../ui/section.tsx';
import { LoadingText } from '../../ui/skeleton.tsx';
import { toast } from '../../ui/toast-store.ts';
import { Untrusted } from '../../ui/untrusted.tsx';
import { MintToken } from './mint-token.tsx';

const COLUMNS: readonly Column[] = [
  { text: 'Token' },
  { text: 'Last used', className: 'w-32 max-sm:hidden' },
  { text: 'Ends', zoned: true, className: 'w-60 max-md:hidden' },
  { text: <span className="sr-only">Revoke</span>, className: 'w-24' },
];

/** Tokens of one person or of everybody, each with a button that revokes it. */
export function Tokens({ whose, title }: { whose: 'own' | 'all'; title: string }) {
  const answer = useQuery(tokensQuery(whose));
  const revoke = useRevokeToken();
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
        <p className="px-4 pb-4 text-sm text-fg-2">There is none.</p>
      )}
      {items.length > 0 && (
        <CardTable label={title} columns={COLUMNS}>
          {items.map((token) => (
            <tr key={token.id} className="border-t border-line align-top first:border-t-0">
              <th scope="row" className="py-2 pr-3 pl-4 text-left font-normal">
                <span className="font-medium">
                  <Untrusted text={token.name} />, {token.role}
                </span>
                <span className="block truncate text-xs text-fg-3">
                  <code>{token.id}</code> of <Untrusted text={token.staff_id} />
                </span>
              </th>
              <td className="py-2 pr-3 max-sm:hidden">
                {token.last_used_at ? <Instant iso={token.last_used_at} show="ago" /> : 'never'}
              </td>
              <td className="py-2 pr-3 max-md:hidden">
                <Instant iso={token.expires_at} show="stamp" />
              </td>
              <td className="py-1.5 pr-4 text-right">
                {token.state === 'active' ? (
                  <Button
                    size="sm"
                    aria-label={`Revoke the token ${token.name}`}
                    disabled={revoke.isPending}
                    onClick={() =>
                      revoke.mutate(token.id, {
                        onError: (error) => toast(`Not revoked: ${error.message}`, 'bad'),
                      })
                    }
                  >
                    Revoke
                  </Button>
                ) : (
                  <span className="text-xs text-fg-3">{token.state}</span>
                )}
              </td>
            </tr>
          ))}
        </CardTable>
      )}
      {minting && <MintToken onClose={() => setMinting(false)} />}
    </Section>
  );
}
