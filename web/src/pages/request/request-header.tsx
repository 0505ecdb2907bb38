import type { DossierFound } from '@request-desk/shared/dossier';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { directoryAccess, directoryManaged } from '../../api/directory.ts';
import { CodeBadge } from '../../ui/code-badge.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { formatMillis } from '../../ui/format-duration.ts';
import { localStamp, utcStamp } from '../../ui/format-time.ts';
import { Instant } from '../../ui/instant.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { useNow } from '../../ui/use-now.ts';
import { ShareActions } from './share-actions.tsx';

/** The id, the code, and the facts that tell one request from another. */
export function RequestHeader({ dossier }: { dossier: DossierFound }) {
  const { request } = dossier;
  return (
    <header>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="flex min-w-0 items-center gap-1">
          <h1 className="font-mono text-xl font-semibold tracking-tight break-all max-sm:text-lg">
            {dossier.request_id || <TraceName id={dossier.trace_id} />}
          </h1>
          <CopyButton
            text={dossier.request_id || dossier.trace_id}
            what={dossier.request_id ? 'Request id' : 'Trace id'}
          />
        </div>
        {request &&
          (request.code ? (
            <Link
              to="/codes/$code"
              params={{ code: request.code }}
              title="What this code means"
              className="rounded-md"
            >
              <CodeBadge code={request.code} status={request.status} size="lg" />
            </Link>
          ) : (
            <CodeBadge code="" status={request.status} size="lg" />
          ))}
        {request?.cause && (
          <span className="text-sm text-fg-2">
            cause <code className="text-fg">{request.cause}</code>
          </span>
        )}
        <div className="ml-auto max-sm:ml-0">
          <ShareActions dossier={dossier} />
        </div>
      </div>
      {request ? <Facts dossier={dossier} request={request} /> : <NoEvent />}
    </header>
  );
}

function TraceName({ id }: { id: string }) {
  return (
    <>
      <span className="font-sans text-fg-2">Trace</span> {id}
    </>
  );
}

type Request = NonNullable<DossierFound['request']>;

/** `said` where this desk has no directory that could tell. */
function nobodyKnows(said: string): string {
  return directoryAccess() === 'none' ? said : '';
}

function Facts({ request }: { dossier: DossierFound; request: Request }) {
  const now = useNow(5_000);
  return (
    <dl className="mt-4 grid grid-cols-2 overflow-hidden rounded-xl border border-line bg-surface shadow-card sm:grid-cols-3 xl:grid-cols-[2fr_1.4fr_1.2fr_1.8fr_0.8fr_1.4fr]">
      <Fact name="Request" wide>
        <span className="line-clamp-3 font-mono text-sm" title={request.path}>
          <span className="text-fg-3">{request.method}</span>{' '}
          <bdi className="break-all">{request.route || request.path || 'no route'}</bdi>
        </span>
      </Fact>
      <Fact
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
          <None>not known</None>
        )}
      </Fact>
      <Fact
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
      </Fact>
      <Fact
        name="When"
        wide
        detail={
          <span title="In your time zone">
            {localStamp(request.started_at)} ·{' '}
            <Instant iso={request.started_at} show="ago" now={now} />
          </span>
        }
      >
        <span className="tabular-nums">{utcStamp(request.started_at)}</span>{' '}
        <span className="text-fg-3">UTC</span>
      </Fact>
      <Fact name="Took">
        <span className="tabular-nums">{formatMillis(request.duration_ms)}</span>
      </Fact>
      <Fact name="Client" detail={request.release && `served by ${request.release}`}>
        {request.client || request.user_agent ? (
          <Untrusted text={request.client || request.user_agent} oneLine />
        ) : (
          <None>not said</None>
        )}
      </Fact>
    </dl>
  );
}

interface FactProps {
  readonly name: string;
  readonly detail?: ReactNode;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

function Fact({ name, detail, wide, children }: FactProps) {
  return (
    <div
      className={`-mt-px -ml-px min-w-0 border-t border-l border-line px-4 py-2.5 ${wide ? 'max-sm:col-span-2' : ''}`}
    >
      <dt className="text-xs text-fg-3">{name}</dt>
      <dd className="mt-0.5 min-w-0 font-medium">
        <div className="min-w-0">{children}</div>
        {detail && (
          <div className="truncate text-xs font-normal text-fg-3 tabular-nums">
            <bdi>{detail}</bdi>
          </div>
        )}
      </dd>
    </div>
  );
}

function None({ children }: { children: string }) {
  return <span className="font-normal text-fg-3">{children}</span>;
}

function NoEvent() {
  return (
    <p className="mt-4 rounded-lg border border-warn-line bg-warn-soft px-4 py-2.5 text-sm">
      There are spans or log lines of this trace, but no request event. What follows is only what
      they show.
    </p>
  );
}
