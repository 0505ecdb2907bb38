import type { Facets, RequestFilter } from '@request-desk/shared/explore-api';
import type { Profile } from '@request-desk/shared/profile';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { PanelScope } from '../../api/dashboard.ts';
import { type ExploreQuery, facetsQuery, requestsQuery } from '../../api/explore.ts';
import { Failure } from '../failure.tsx';
import type { RangeSearch } from '../range/time-range.ts';
import { RequestRows } from '../request-rows.tsx';
import { Section } from '../section.tsx';
import { Skeleton } from '../skeleton.tsx';
import { CountList } from './count-list.tsx';

const MAX_SHOWN_CALLS = 50;

/** What an id stands for: an organisation, a key, or something that calls are about. */
export type Names = Profile['other_ids'][number]['names'];

interface CallsAboutProps {
  readonly id: string;
  readonly names: Names;
  readonly scope: PanelScope;
  /** The same range as an address has it. */
  readonly search: RangeSearch;
}

/** Calls that were about an id or came with it: counted, and the last ones. */
export function CallsAbout({ id, names, scope, search }: CallsAboutProps) {
  const facets = useQuery(facetsQuery({ filter: filterOf(names, id), ...scope }, scope.everyMs));
  const within = { ...exploreOf(names, id), ...search };
  return (
    <>
      {facets.isError && (
        <div className="mt-5">
          <Failure
            what="The calls could not be counted"
            error={facets.error}
            retry={() => void facets.refetch()}
          />
        </div>
      )}
      {facets.isPending && <Skeleton className="mt-5 h-40 w-full rounded-xl" />}
      {facets.data && (
        <div className="mt-5 grid items-start gap-4 lg:grid-cols-3">
          <CountList
            title={`${facets.data.total === 1 ? 'Call' : 'Calls'} by code`}
            facet="code"
            values={valuesOf(facets.data, 'code')}
            within={within}
          />
          <CountList
            title="By route"
            facet="route"
            values={valuesOf(facets.data, 'route')}
            within={within}
          />
          <CountList
            title={names === 'org' ? 'By key' : 'By organisation'}
            facet={names === 'org' ? 'key' : 'org'}
            values={valuesOf(facets.data, names === 'org' ? 'key' : 'org')}
            within={within}
          />
        </div>
      )}
      <div className="mt-4 grid items-start gap-4 lg:grid-cols-2">
        <Calls
          title="Last failures"
          none="No failures in this period."
          query={{ filter: { ...filterOf(names, id), code: ['error'] }, ...scope }}
        />
        <Calls
          title="Last calls"
          none="No calls in this period."
          query={{ filter: filterOf(names, id), ...scope }}
        />
      </div>
    </>
  );
}

function filterOf(names: Names, id: string): RequestFilter {
  return names === 'resource' ? { text: id } : { [names]: [id] };
}

/** The explorer's search for the calls about an id. */
export function exploreOf(names: Names, id: string) {
  return names === 'resource' ? { q: id } : { [names]: [id] };
}

function valuesOf({ facets }: Facets, field: 'code' | 'route' | 'org' | 'key') {
  return facets.find((one) => one.field === field)?.values ?? [];
}

interface CallsProps {
  readonly title: string;
  readonly none: string;
  readonly query: ExploreQuery;
}

function Calls({ title, none, query }: CallsProps) {
  const answer = useInfiniteQuery(requestsQuery(query));
  const rows = answer.data?.pages[0]?.items.slice(0, MAX_SHOWN_CALLS);
  return (
    <Section title={title} note="newest first">
      {answer.isError && (
        <Failure
          what="The requests could not be loaded"
          error={answer.error}
          retry={() => void answer.refetch()}
        />
      )}
      {answer.isPending && <Skeleton className="h-32 w-full" />}
      {rows &&
        (rows.length > 0 ? (
          <RequestRows caption={`${title}, newest first`} rows={rows} />
        ) : (
          <p className="text-sm text-fg-3">{none}</p>
        ))}
    </Section>
  );
}
