import { useInfiniteQuery } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { useCallback } from 'react';
import { type ExploreQuery, requestsQuery } from '../../api/explore.ts';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { formatCount } from '../../ui/format-number.ts';
import { useHotkeys } from '../../ui/hotkeys.ts';
import { Section } from '../../ui/section.tsx';
import { LoadingText, Skeleton } from '../../ui/skeleton.tsx';
import { RequestTable } from './request-table.tsx';

const PLACEHOLDERS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

interface ResultListProps {
  readonly query: ExploreQuery;
  /** Drops every filter. */
  readonly onClear: () => void;
}

/** The requests that match, newest first; more are fetched while one scrolls. */
export function ResultList({ query, onClear }: ResultListProps) {
  const answer = useInfiniteQuery(requestsQuery(query));
  const { hasNextPage, isFetching, fetchNextPage, isError } = answer;
  const rows = answer.data?.pages.flatMap((page) => page.items);
  const more = useCallback(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage]);
  const refresh = () => void answer.refetch();
  useHotkeys({ r: refresh });

  return (
    <Section
      title="Requests"
      note={
        rows &&
        `${formatCount(rows.length)} loaded${hasNextPage ? ', more below' : ''}, newest first`
      }
      actions={
        <Button variant="ghost" size="sm" onClick={refresh} title="Refresh (r)">
          <RotateCw
            aria-hidden="true"
            className={`size-3.5 ${isFetching ? 'animate-pulse-dot' : ''}`}
          />
          Refresh
        </Button>
      }
      flush
    >
      {isError && (
        <div className="px-4 pb-4">
          <Failure what="The requests could not be loaded" error={answer.error} retry={refresh} />
        </div>
      )}
      {rows && rows.length > 0 && (
        <RequestTable caption="Requests that match, newest first" rows={rows} onEnd={more} />
      )}
      {rows?.length === 0 && <NothingMatches onClear={onClear} />}
      {answer.isPending && (
        <div className="space-y-3 px-4 pb-4">
          <LoadingText>Loading requests</LoadingText>
          {PLACEHOLDERS.map((key) => (
            <Skeleton key={key} className="h-5 w-full" />
          ))}
        </div>
      )}
    </Section>
  );
}

function NothingMatches({ onClear }: { onClear: () => void }) {
  return (
    <div className="px-4 pt-6 pb-10 text-center">
      <p className="font-medium">No matching requests</p>
      <p className="mt-1 text-sm text-fg-3">
        Choose a longer time range, or remove filters. The newest requests need a few seconds to
        appear.
      </p>
      <Button className="mt-3" onClick={onClear}>
        Clear the filters
      </Button>
    </div>
  );
}
