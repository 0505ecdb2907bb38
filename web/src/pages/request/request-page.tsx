import type { Dossier } from '@request-desk/shared/dossier';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { rememberLookup } from '../../api/recent-lookups.ts';
import { isGrowing, requestQuery } from '../../api/requests.ts';
import { Failure } from '../../ui/failure.tsx';
import { FoundRequest } from './found-request.tsx';
import { NotFound } from './not-found/not-found.tsx';
import { REASONS } from './not-found/reasons.ts';
import { RequestSkeleton } from './request-skeleton.tsx';

/** `/r/:id`: one request, whatever way its id is spelled. */
export function RequestPage() {
  const { id } = useParams({ from: '/r/$id' });
  const navigate = useNavigate();
  const cache = useQueryClient();
  const { org } = useSearch({ from: '/r/$id' });
  // The answer for one ticket stays on the screen while the one for another is on its way.
  const query = useQuery({ ...requestQuery(id, org), placeholderData: sameRequest(id) });
  const dossier = query.data;
  const growing = dossier !== undefined && isGrowing(dossier);
  const failed = query.isError && (dossier === undefined || growing);
  const canonical = dossier && nameOf(dossier);

  useEffect(() => {
    document.title = `${canonical ?? 'Request'} · Request Desk`;
    // The address of a client's trace names more than the one request that is shown.
    if (!dossier || growing || !canonical || canonical === id || dossier.client_trace) return;
    cache.setQueryData(requestQuery(canonical, org).queryKey, dossier);
    void navigate({ to: '/r/$id', params: { id: canonical }, search: true, replace: true });
  }, [cache, canonical, dossier, growing, id, navigate, org]);

  useEffect(() => {
    if (!dossier?.found || growing) return;
    rememberLookup({
      request_id: nameOf(dossier) ?? id,
      code: dossier.request?.code ?? '',
      org: dossier.request?.org_name || (dossier.request?.org ?? ''),
      looked_up_at: new Date().toISOString(),
    });
  }, [dossier, growing, id]);

  return (
    <>
      <p role="status" className="sr-only">
        {dossier ? announcementOf(dossier) : 'Looking up the request'}
      </p>
      {failed ? (
        <div className="mx-auto w-full max-w-2xl px-4 py-10">
          <h1 className="sr-only">Request {id}</h1>
          <Failure
            what="This request could not be looked up"
            error={query.error}
            retry={() => void query.refetch()}
          />
        </div>
      ) : dossier?.found ? (
        <FoundRequest key={canonical} dossier={dossier} growing={growing} />
      ) : dossier ? (
        <NotFound answer={dossier} onRetry={() => void query.refetch()} />
      ) : (
        <RequestSkeleton />
      )}
    </>
  );
}

/** What the page goes by: a trace of no request has its own id only. */
function nameOf({ request_id, trace_id }: Dossier): string | undefined {
  return request_id || trace_id || undefined;
}

/** Keeps the answer before as long as it is about the same id. */
function sameRequest(id: string) {
  return (before: Dossier | undefined) =>
    before?.request_id === id || before?.asked === id ? before : undefined;
}

/** What a screen reader says when the answer is in. */
function announcementOf(dossier: Dossier): string {
  return dossier.found
    ? `${dossier.request ? `${dossier.request.code ?? 'Success'}. ` : ''}${dossier.verdict.summary}`
    : REASONS[dossier.reason].title;
}
