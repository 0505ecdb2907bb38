import { FACET_LABEL, type FacetName } from '@request-desk/shared/explore-api';
import { Search, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useOrgNames } from '../../ui/org-name.tsx';
import { shownValue } from './shown-value.ts';
import { type ExploreSearch, narrowed, toggled } from './url.ts';

const TYPING_MS = 300;

interface FilterBarProps {
  readonly search: ExploreSearch;
  readonly onChange: (next: ExploreSearch, replace?: boolean) => void;
}

/** Words to find, and every filter in force with a way out of it. */
export function FilterBar({ search, onChange }: FilterBarProps) {
  const nameOf = useOrgNames();
  const filters = narrowed(search);
  return (
    <div className="mt-4">
      <TextFilter
        key={search.q === undefined ? 'none' : 'some'}
        text={search.q ?? ''}
        onChange={(text) => {
          const { q: _q, ...rest } = search;
          onChange(text.trim() === '' ? rest : { ...rest, q: text }, true);
        }}
      />
      {(filters.length > 0 || search.q !== undefined) && (
        <ul aria-label="Active filters" className="mt-2 flex flex-wrap items-center gap-1.5">
          {filters.flatMap(([facet, values]) =>
            values.map((value) => (
              <li key={`${facet} ${value}`}>
                <Chip
                  facet={facet}
                  value={facet === 'org' ? nameOf(value) : value}
                  onRemove={() => onChange(toggled(search, facet, value))}
                />
              </li>
            )),
          )}
          <li>
            <button
              type="button"
              className="rounded px-1.5 text-xs font-medium text-fg-3 hover:text-fg"
              onClick={() => {
                const { range, from, to, live } = search;
                onChange({
                  ...(range ? { range } : {}),
                  ...(from && to ? { from, to } : {}),
                  ...(live ? { live } : {}),
                });
              }}
            >
              Clear all
            </button>
          </li>
        </ul>
      )}
    </div>
  );
}

interface ChipProps {
  readonly facet: FacetName;
  readonly value: string;
  readonly onRemove: () => void;
}

function Chip({ facet, value, onRemove }: ChipProps) {
  const shown = shownValue(facet, value);
  return (
    <span className="inline-flex h-6.5 max-w-72 items-center rounded-md border border-accent-line bg-accent-soft pl-2 text-xs">
      <span className="mr-1 text-fg-2">{FACET_LABEL[facet].toLowerCase()}</span>
      <bdi className="truncate font-mono font-medium text-accent" title={value}>
        {shown}
      </bdi>
      <button
        type="button"
        aria-label={`Remove the filter ${FACET_LABEL[facet]} ${shown}`}
        onClick={onRemove}
        className="flex h-full items-center px-1.5 text-accent"
      >
        <X aria-hidden="true" className="size-3" />
      </button>
    </span>
  );
}

/** Typing narrows the list after a pause, without a step in the history for every letter. */
function TextFilter({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const [typed, setTyped] = useState(text);
  useEffect(() => {
    if (typed.trim() === text.trim()) return;
    const timer = setTimeout(() => onChange(typed), TYPING_MS);
    return () => clearTimeout(timer);
  });
  return (
    <search className="relative block">
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-fg-3"
      />
      <input
        type="search"
        data-filter-text
        aria-label="Text in message, path, id, user agent or exception"
        placeholder="Text in message, path, id, user agent, field or exception"
        value={typed}
        maxLength={200}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onChange(typed);
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
        className="h-9 w-full rounded-lg border border-line-strong bg-surface pr-3 pl-9 text-sm shadow-card outline-none placeholder:text-fg-3 focus-visible:border-accent focus-visible:ring-3 focus-visible:ring-accent-soft"
      />
    </search>
  );
}
