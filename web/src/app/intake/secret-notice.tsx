import { Link } from '@tanstack/react-router';
import { KeyRound, X } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import type { RemovedSecret } from '../../ui/strip-secrets.ts';

interface SecretNoticeProps {
  readonly removed: readonly RemovedSecret[];
  readonly onDismiss: () => void;
}

/** Says that a secret was in the pasted text, and what has to be done about it. */
export function SecretNotice({ removed, onDismiss }: SecretNoticeProps) {
  const prefixes = removed.flatMap((secret) => (secret.prefix ? [secret.prefix] : []));
  const others = removed.length > prefixes.length;
  return (
    <div role="alert">
      {removed.length > 0 && (
        <div className="flex items-start gap-3 border-b border-warn-line bg-warn-soft px-4 py-2.5 text-sm lg:px-6">
          <KeyRound aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warn" />
          <div className="min-w-0 flex-1">
            {prefixes.length > 0 && (
              <p>
                <strong className="font-semibold">
                  What you pasted held an API key (
                  {prefixes.map((prefix) => (
                    <Link
                      key={prefix}
                      to="/explore"
                      search={{ key: [prefix], range: '24h' }}
                      title="Requests of this key"
                      className="rounded font-mono underline"
                    >
                      {prefix}…
                    </Link>
                  ))}
                  ).
                </strong>{' '}
                It was removed before anything was sent. Everybody who saw that message has the key:
                have the customer revoke it and create a new one.
              </p>
            )}
            {others && (
              <p>
                <strong className="font-semibold">A password or token was removed</strong> before
                anything was sent. Treat it as known to others and have it changed.
              </p>
            )}
          </div>
          <Button variant="ghost" size="sm" aria-label="Dismiss" onClick={onDismiss}>
            <X aria-hidden="true" className="size-4" />
          </Button>
        </div>
      )}
    </div>
  );
}
