import type { DossierFound } from '@request-desk/shared/dossier';
import { Link } from '@tanstack/react-router';
import { CodeBadge } from '../../ui/code-badge.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { AskedAs } from './asked-as.tsx';
import { RequestFacts } from './request-facts.tsx';
import { ShareActions } from './share-actions.tsx';

/** The id, the code, what happened in one sentence, and the facts that distinguish it from others. */
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
      <p className="mt-2 max-w-[90ch] text-xl leading-snug font-semibold tracking-tight text-pretty max-sm:text-lg">
        <bdi>{dossier.verdict.summary}</bdi>
      </p>
      {request && <RequestFacts request={request} />}
      <AskedAs dossier={dossier} />
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
