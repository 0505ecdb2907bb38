import type { DossierFound } from '@request-desk/shared/dossier';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { directoryAccess, directoryManaged } from '../../api/directory.ts';
import { formatMillis } from '../../ui/format-duration.ts';
import { localStamp, utcStamp } from '../../ui/format-time.ts';
import { Instant } from '../../ui/instant.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { useNow } from '../../ui/use-now.ts';

type Request = NonNullable<DossierFound['request']>;

/** `said` where this desk has no directory. */
function nobodyKnows(said: string): string {
  return directoryAccess() === 'none' ? said : '';
}

/** Who called what and when, in one line where there is room. */
export function RequestFacts({ request }: { request: Request }) {
  const now = useNow(5_000);
  return (
    <dl className="mt-2.5 flex flex-wrap items-baseline gap-x-6 gap-y-1 text-sm">
      <InlineFact name="Request">
        <span className="line-clamp-2 font-mono text-sm" title={request.path}>
          <span className="text-fg-3">{request.method}</span>{' '}
          <bdi className="break-all">{request.route || request.path || 'no route'}</bdi>
        </span>
      </InlineFact>
      <InlineFact
        name="Organisation"
        detail={request.org_name ? request.org : request.org && nobodyKnows('name not known')}
      >
        {request.org && directoryManaged() ? (
          <Link
            to="/orgs/$id"
            params={{ id: request.org }}
            className="rounded text-accent hover:underline"
          >
            <Untrusted text={request.org_name || request.org} oneLine />
          </Link>
        ) : request.org_name || request.org ? (
          <Untrusted text={request.org_name || request.org} oneLine />
        ) : (
          <None>unknown</None>
        )}
      </InlineFact>
      <InlineFact
        name="API key"
        detail={request.key_id || (request.key_prefix && nobodyKnows('no more is known'))}
      >
        {request.key_id && directoryManaged() ? (
          <Link
            to="/keys/$id"
            params={{ id: request.key_id }}
            className="rounded font-mono text-sm text-accent hover:underline"
          >
            {request.key_prefix || request.key_id}…
          </Link>
        ) : request.key_prefix || request.key_id ? (
          <code className="text-sm">
            {request.key_prefix ? `${request.key_prefix}…` : request.key_id}
          </code>
        ) : (
          <None>none</None>
        )}
      </InlineFact>
      <InlineFact
        name="When"
        detail={
          <span title="In your time zone">
            {isElsewhere(request.started_at) && `${localStamp(request.started_at)} · `}
            <Instant iso={request.started_at} show="ago" now={now} />
          </span>
        }
      >
        <span className="tabular-nums">{utcStamp(request.started_at)}</span>{' '}
        <span className="text-fg-3">UTC</span>
      </InlineFact>
      <InlineFact name="Took">
        <span className="tabular-nums">{formatMillis(request.duration_ms)}</span>
      </InlineFact>
      <InlineFact
        name="Client"
        detail={request.release && `answered by release ${request.release}`}
      >
        {request.client || request.user_agent ? (
          <Untrusted text={request.client || request.user_agent} oneLine />
        ) : (
          <None>unknown</None>
        )}
      </InlineFact>
    </dl>
  );
}

/** The reader's own clock is worth its place only where it shows another time. */
const isElsewhere = (iso: string) => new Date(iso).getTimezoneOffset() !== 0;

interface InlineFactProps {
  readonly name: string;
  readonly detail?: ReactNode;
  readonly children: ReactNode;
}

function InlineFact({ name, detail, children }: InlineFactProps) {
  return (
    <div className="flex min-w-0 flex-wrap items-baseline gap-x-1.5">
      <dt className="text-xs text-fg-3 max-sm:sr-only">{name}</dt>
      <dd className="min-w-0 font-medium">{children}</dd>
      {detail && (
        <dd className="truncate text-xs text-fg-3 tabular-nums">
          <bdi>{detail}</bdi>
        </dd>
      )}
    </div>
  );
}

function None({ children }: { children: string }) {
  return <span className="font-normal text-fg-3">{children}</span>;
}
