import { FACETS, type FacetName } from '@request-desk/shared/explore-api';
import { useQuery } from '@tanstack/react-query';
import { ChevronRight, SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { type ExploreQuery, facetsQuery } from '../../api/explore.ts';
import { Failure } from '../../ui/failure.tsx';
import { LoadingText, Skeleton } from '../../ui/skeleton.tsx';
import { FacetValues } from './facet-values.tsx';
import type { ExploreSearch } from './url.ts';

const LIVE_EVERY_MS = 15_000;
const PLACEHOLDERS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

interface FacetPanelProps {
  readonly query: ExploreQuery;
  readonly search: ExploreSearch;
  readonly live: boolean;
  readonly onToggle: (facet: FacetName, value: string) => void;
}

/** What the requests have in common: values with counts, to narrow by. */
export function FacetPanel({ query, search, live, onToggle }: FacetPanelProps) {
  const facets = useQuery(facetsQuery(query, live && LIVE_EVERY_MS));
  const [shown, setShown] = useState(false);
  const byField = new Map(facets.data?.facets.map((facet) => [facet.field, facet]));
  return (
    <aside aria-label="Filters" className="min-w-0">
      <button
        type="button"
        aria-expanded={shown}
        onClick={() => setShown(!shown)}
        className="flex h-9 w-full items-center gap-2 rounded-lg border border-line-strong bg-surface px-3 text-sm font-medium shadow-card lg:hidden"
      >
        <SlidersHorizontal aria-hidden="true" className="size-4 text-fg-3" />
        Filters
        <ChevronRight
          aria-hidden="true"
          className={`ml-auto size-4 text-fg-3 ${shown ? 'rotate-90' : ''}`}
        />
      </button>
      <div className={`space-y-4 ${shown ? 'max-lg:mt-3' : 'max-lg:hidden'}`}>
        {facets.isError && (
          <Failure
            what="Filters could not be loaded"
            error={facets.error}
            retry={() => void facets.refetch()}
          />
        )}
        {facets.isPending && (
          <div className="space-y-3">
            <LoadingText>Loading filters</LoadingText>
            {PLACEHOLDERS.map((key) => (
              <Skeleton key={key} className="h-5 w-full" />
            ))}
          </div>
        )}
        {facets.data &&
          FACETS.map((field) => (
            <FacetValues
              key={field}
              field={field}
              values={byField.get(field)?.values ?? []}
              others={byField.get(field)?.others ?? 0}
              chosen={search[field] ?? []}
              onToggle={(value) => onToggle(field, value)}
            />
          ))}
      </div>
    </aside>
  );
}
