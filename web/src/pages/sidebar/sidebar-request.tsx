import type { DossierFound, DossierNotFound } from '@request-desk/shared/dossier';
import { useQuery } from '@tanstack/react-query';
import { ExternalLink, ShieldAlert } from 'lucide-react';
import { isGrowing, requestQuery } from '../../api/requests.ts';
import { CodeBadge } from '../../ui/code-badge.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Prose } from '../../ui/prose.tsx';
import { knownIssueLanguages, knownIssueNote } from '../../ui/reply/known-issue-note.ts';
import { ReplyBox } from '../../ui/reply-box.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

/** Sentences under the headline that are read without a click. */
const FIRST = 2;

/** Verdict, what to do and reply of one request, for the ticket of `org`. */
export function SidebarRequest({ id, org }: { id: string; org: string }) {
  const query = useQuery(requestQuery(id, org === '' ? undefined : org));
  const { data } = query;
  if (query.isError)
    return (
      <Failure
        what="This request could not be looked up"
        error={query.error}
        retry={() => void query.refetch()}
      />
    );
  if (data === undefined) return <Skeleton className="h-40 rounded-xl" />;
  return data.found ? <Found dossier={data} org={org} /> : <NotFound answer={data} />;
}

function Found({ dossier, org }: { dossier: DossierFound; org: string }) {
  const { request, verdict, remediation, reply, replies, reply_withheld: withheld } = dossier;
  const id = dossier.request_id || dossier.trace_id;
  const [first, more] = [verdict.claims.slice(0, FIRST), verdict.claims.slice(FIRST)];
  return (
    <article className="space-y-2.5">
      <section className="rounded-xl border border-line bg-surface p-3 shadow-card">
        <div className="flex flex-wrap items-center gap-1.5">
          <CodeBadge code={request?.code ?? ''} status={request?.status} />
          <ConsoleLink id={id} org={org} />
        </div>
        <h2 className="mt-1.5 text-base leading-snug font-semibold text-pretty">
          <bdi>{verdict.summary}</bdi>
        </h2>
        {isGrowing(dossier) && <Skeleton className="mt-2 h-6" />}
        <Lines of={first} />
        {(more.length > 0 || remediation) && (
          <details className="mt-1.5">
            <summary className="cursor-pointer text-xs font-medium text-accent">More</summary>
            <Lines of={more} />
            <ol className="mt-1 list-decimal space-y-0.5 pl-5 marker:text-fg-3">
              {remediation?.steps.map((step) => (
                <li key={step}>
                  <Prose text={step} />
                </li>
              ))}
            </ol>
          </details>
        )}
      </section>
      {withheld !== undefined && (
        <p className="flex gap-2 rounded-lg border border-bad-line bg-bad-soft p-2.5">
          <ShieldAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-bad" />
          <bdi>{withheld}</bdi>
        </p>
      )}
      {reply && (
        <ReplyBox
          reply={reply}
          replies={replies}
          noteOn={knownIssueNote(knownIssueLanguages(dossier.context))}
          draft={{
            code: request?.code ?? '',
            cause: request?.cause ?? '',
            place: 'sidebar',
            request_ids: [id],
          }}
        />
      )}
    </article>
  );
}

function Lines({ of }: { of: DossierFound['verdict']['claims'] }) {
  return (
    <ul className="mt-1 space-y-1">
      {of.map((claim) => (
        <li key={claim.text}>
          <bdi>{claim.text}</bdi>
          {claim.staff_only && (
            <span className="ml-1 text-xs text-fg-3">(never tell the customer)</span>
          )}
        </li>
      ))}
    </ul>
  );
}

function NotFound({ answer }: { answer: DossierNotFound }) {
  const id = answer.request_id ?? answer.asked;
  return (
    <article className="space-y-2.5">
      <section className="rounded-xl border border-line bg-surface p-3 shadow-card">
        <h2 className="font-mono text-xs break-all">
          <bdi>{id}</bdi>
        </h2>
        <p className="mt-1">
          <bdi>{answer.explanation}</bdi>
        </p>
      </section>
      {answer.reply && (
        <ReplyBox
          reply={answer.reply}
          replies={answer.replies}
          draft={{ code: '', cause: answer.reason, place: 'sidebar', request_ids: [id] }}
        />
      )}
    </article>
  );
}

/** The whole page of the request; the frame is too narrow for its trace. */
function ConsoleLink({ id, org }: { id: string; org: string }) {
  const query = org === '' ? '' : `?${new URLSearchParams({ org })}`;
  return (
    <a
      href={`/r/${encodeURIComponent(id)}${query}`}
      target="_blank"
      rel="noreferrer"
      className="ml-auto inline-flex items-center gap-1 rounded text-xs font-medium text-accent hover:underline"
    >
      Open in the console
      <ExternalLink aria-hidden="true" className="size-3" />
    </a>
  );
}
