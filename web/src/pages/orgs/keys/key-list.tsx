import type { OrgHealth } from '@request-desk/shared/dashboard-api';
import { percentText } from '@request-desk/shared/percent-text';
import type { ApiKey } from '@request-desk/shared/support-api';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '../../../api/me.ts';
import { Button } from '../../../ui/button.tsx';
import { CredentialState } from '../../../ui/credential-state.tsx';
import { formatCount } from '../../../ui/format-number.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Section } from '../../../ui/section.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';
import { KeyButtons } from './key-buttons.tsx';
import { MintKey } from './mint-key.tsx';

interface KeyListProps {
  readonly orgId: string;
  readonly keys: readonly ApiKey[];
  readonly health: OrgHealth | undefined;
}

/** Every key of an organisation: what it is, whether it works, how its calls went. */
export function KeyList({ orgId, keys, health }: KeyListProps) {
  const [minting, setMinting] = useState(false);
  const mayChange = useMay('keys:mint');
  const use = new Map(health?.keys.map((each) => [each.key_id, each]));
  const sorted = keys.toSorted(
    (a, b) =>
      Number(a.state !== 'active') - Number(b.state !== 'active') ||
      b.created_at.localeCompare(a.created_at),
  );
  return (
    <Section
      title="API keys"
      note={`${keys.filter(({ state }) => state === 'active').length} of ${keys.length} active`}
      actions={
        mayChange && (
          <Button size="sm" onClick={() => setMinting(true)}>
            <Plus aria-hidden="true" className="size-3.5" />
            Create a key
          </Button>
        )
      }
      flush
    >
      {keys.length === 0 && (
        <p className="px-4 pt-2 pb-8 text-center text-sm text-fg-3">
          This organisation has no key yet, so it cannot call the API.
        </p>
      )}
      <ul className="divide-y divide-line border-t border-line">
        {sorted.map((key) => {
          const calls = use.get(key.id);
          return (
            <li
              key={key.id}
              className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-5 gap-y-2 px-4 py-2.5 md:grid-cols-[minmax(0,1fr)_9rem_9rem_11rem]"
            >
              <div className="min-w-0">
                <p className="flex flex-wrap items-center gap-x-3">
                  <Link
                    to="/keys/$id"
                    params={{ id: key.id }}
                    className="rounded font-mono text-sm font-medium text-accent hover:underline"
                  >
                    {key.prefix}…
                  </Link>
                  <CredentialState state={key.state} />
                </p>
                <p className="truncate text-xs text-fg-2">
                  <Untrusted text={key.name} />
                  <span className="text-fg-3"> · {key.scopes.join(', ')}</span>
                </p>
              </div>
              <p className="text-xs text-fg-2 max-md:order-3">
                {key.last_used_at ? (
                  <>
                    used <Instant iso={key.last_used_at} show="ago" />
                  </>
                ) : (
                  <span className="text-fg-3">last use unknown</span>
                )}
                <span className="block text-fg-3">
                  {key.expires_at ? (
                    <>
                      {key.state === 'expired' ? 'expired' : 'expires'}{' '}
                      <Instant iso={key.expires_at} show="ago" />
                    </>
                  ) : (
                    'never expires'
                  )}
                </span>
              </p>
              <p className="text-right text-xs text-fg-2 tabular-nums max-md:order-4 md:text-left">
                {calls ? (
                  <>
                    {formatCount(calls.requests)} calls
                    <span className="block text-fg-3">
                      {percentText(calls.errors, calls.requests)} failed
                    </span>
                  </>
                ) : (
                  health && <span className="text-fg-3">no calls in this period</span>
                )}
              </p>
              <div className="flex justify-end gap-1.5">
                {mayChange && <KeyButtons apiKey={key} />}
              </div>
            </li>
          );
        })}
      </ul>
      {minting && <MintKey orgId={orgId} onClose={() => setMinting(false)} />}
    </Section>
  );
}
