import { useQuery } from '@tanstack/react-query';
import { useLocation, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { lookupsQuery } from '../../api/lookups.ts';
import { Failure } from '../../ui/failure.tsx';
import { pasteOf } from '../../ui/kept-pastes.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { NothingFound } from './nothing-found.tsx';
import { Progress } from './progress.tsx';
import { Results } from './results.tsx';
import { idsInUrl } from './url.ts';
import { WithoutId } from './without-id.tsx';

const PLACEHOLDERS = ['a', 'b', 'c'];

/** `/lookup`: every request named in a pasted text. The text stays out of address and history. */
export function LookupPage() {
  const { ids } = useSearch({ from: '/lookup' });
  const paste = useLocation({ select: (location) => location.state.paste });
  const pasted = pasteOf(paste);
  const navigate = useNavigate();
  const text = pasted ?? ids?.replaceAll(',', '\n') ?? '';
  const [progress, setProgress] = useState({ done: 0, total: 0 });
  const question = useMemo(
    () => lookupsQuery(text, (done, total) => setProgress({ done, total })),
    [text],
  );
  const query = useQuery(question);
  const items = query.data?.items;

  useEffect(() => {
    document.title = 'Lookup · Request Desk';
    if (!items || paste === undefined || pasted === undefined) return;
    const [only] = items;
    if (only && items.length === 1 && query.data?.suggestions.length === 0) {
      const id = only.request_id ?? only.asked;
      void navigate({ to: '/r/$id', params: { id }, replace: true });
      return;
    }
    const search = idsInUrl(items.flatMap((item) => item.request_id ?? []));
    if (search.ids === ids) return;
    void navigate({ to: '/lookup', search, state: { paste }, replace: true });
  }, [ids, items, navigate, paste, pasted, query.data]);

  return (
    <div className="mx-auto w-full max-w-[1180px] px-4 pt-6 pb-16 lg:px-6">
      {query.data ? (
        query.data.items.length > 0 ? (
          <Results answer={query.data} text={text} />
        ) : (
          <WithoutId key={text} answer={query.data} text={text} />
        )
      ) : query.isError ? (
        <>
          <h1 className="sr-only">Lookup</h1>
          <Failure
            what="The text could not be looked up"
            error={query.error}
            retry={() => void query.refetch()}
          />
        </>
      ) : text === '' ? (
        <NothingFound text="" />
      ) : (
        <div className="space-y-4">
          <Progress done={progress.done} total={progress.total} />
          {PLACEHOLDERS.map((key) => (
            <Skeleton key={key} className="h-28 w-full rounded-xl" />
          ))}
        </div>
      )}
    </div>
  );
}
