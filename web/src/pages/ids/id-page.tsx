import type { Facets, RequestFilter } from '@request-desk/shared/explore-api';
import { hasForm } from '@request-desk/shared/id-form';
import type { Profile } from '@request-desk/shared/profile';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { TextSearch } from 'lucide-react';
import { facetsQuery, requestsQuery } from '../../api/explore.ts';
import { apiProfile } from '../../api/profile.ts';
import { buttonLooks } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Page } from '../../ui/page.tsx';
import { RangePicker } from '../../ui/range/range-picker.tsx';
import { useRangeScope } from '../../ui/range/use-range.ts';
import { RequestRows } from '../../ui/request-rows.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { CountList } from './count-list.tsx';

const FALLBACK = '7d';
const SHOWN = 50;

type Names = Profile['other_ids'][number]['names'];

/** `/ids/:id`: what calls were about an id, or who made them, where no page of its own knows more. */
export function IdPage() {
  const { id } = useParams({ from: '/ids/$id' });
  const search = useSearch({ from: '/ids/$id' });
  const navigate = useNavigate();
  const form = apiProfile().other_ids.find((one) => hasForm(one, id));
  const names = form?.names ?? 'resource';
  const scope = useRangeScope(search, FALLBACK);
  const facets = useQuery(facetsQuery({ filter: filterOf(names, id), ...scope }, scope.everyMs));
  return (
    <Page
      title={form ? sentence(form.label) : 'An id of no known form'}
      lead={
        <span className="flex items-center gap-1 font-mono text-xs">
          <bdi className="break-all">{id.slice(0, 80)}</bdi>
          <CopyButton text={id} what="Id" />
        </span>
      }
      actions={
        <>
          <RangePicker
            search={search}
            fallback={FALLBACK}
            onChange={(next) =>
              void navigate({ to: '/ids/$id', params: { id }, search: next, resetScroll: false })
            }
          />
          <Link
            to="/explore"
            search={{ ...exploreOf(names, id), range: FALLBACK, ...search }}
            className={buttonLooks()}
          >
            <TextSearch aria-hidden="true" className="size-3.5" />
            Explore
          </Link>
        </>
      }
    >
      <p className="mt-3 max-w-[80ch] text-sm text-fg-2">{KNOWN[names]}</p>
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
            within={{ ...exploreOf(names, id), range: FALLBACK, ...search }}
          />
          <CountList
            title="By route"
            facet="route"
            values={valuesOf(facets.data, 'route')}
            within={{ ...exploreOf(names, id), range: FALLBACK, ...search }}
          />
          <CountList
            title={names === 'org' ? 'By key' : 'By organisation'}
            facet={names === 'org' ? 'key' : 'org'}
            values={valuesOf(facets.data, names === 'org' ? 'key' : 'org')}
            within={{ ...exploreOf(names, id), range: FALLBACK, ...search }}
          />
        </div>
      )}
      <div className="mt-4 grid items-start gap-4 lg:grid-cols-2">
        <Calls
          title="Last failures"
          none="None failed in this time."
          question={{ filter: { ...filterOf(names, id), code: ['error'] }, ...scope }}
        />
        <Calls
          title="Last calls"
          none="No call in this time."
          question={{ filter: filterOf(names, id), ...scope }}
        />
      </div>
    </Page>
  );
}

const KNOWN: Readonly<Record<Names, string>> = {
  resource:
    'Calls whose path names it. A call that made it, or that found it in a list, does not, and is not among them.',
  org: 'Calls that came with a key of this organisation. There is no list of organisations here that says who it is.',
  key: 'Calls that came with this key. There is no list of keys here that says whose it is.',
};

function filterOf(names: Names, id: string): RequestFilter {
  return names === 'resource' ? { text: id } : { [names]: [id] };
}

function exploreOf(names: Names, id: string) {
  return names === 'resource' ? { q: id } : { [names]: [id] };
}

function valuesOf({ facets }: Facets, field: 'code' | 'route' | 'org' | 'key') {
  return facets.find((one) => one.field === field)?.values ?? [];
}

function sentence(label: string): string {
  return label.charAt(0).toUpperCase() + label.slice(1);
}

interface CallsProps {
  readonly title: string;
  readonly none: string;
  readonly question: Parameters<typeof requestsQuery>[0];
}

function Calls({ title, none, question }: CallsProps) {
  const answer = useInfiniteQuery(requestsQuery(question));
  const rows = answer.data?.pages[0]?.items.slice(0, SHOWN);
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
