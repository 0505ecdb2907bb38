import { FACET_LABEL, type FacetName, type Facets } from '@request-desk/shared/explore-api';
import { Check } from 'lucide-react';
import { useState } from 'react';
import { cn } from '../../ui/cn.ts';
import { codeColour } from '../../ui/code-colour.ts';
import { formatCount } from '../../ui/format-number.ts';
import { useOrgNames } from '../../ui/org-name.tsx';
import { shownValue } from './shown-value.ts';

type Value = Facets['facets'][number]['values'][number];

interface FacetValuesProps {
  readonly field: FacetName;
  readonly values: readonly Value[];
  readonly others: number;
  readonly chosen: readonly string[];
  readonly onToggle: (value: string) => void;
}

const COLLAPSED_VALUES = 5;

/** Values of one facet, most frequent first; chosen ones stay even when nothing has them. */
export function FacetValues({ field, values, others, chosen, onToggle }: FacetValuesProps) {
  const [all, setAll] = useState(false);
  const nameOf = useOrgNames();
  const absent = chosen.filter((value) => !values.some((each) => each.value === value));
  const listed: { value: string; count: number | undefined }[] = [
    ...absent.map((value) => ({ value, count: undefined })),
    ...values,
  ];
  if (listed.length === 0) return null;
  const shown = all
    ? listed
    : listed.filter(({ value }, index) => index < COLLAPSED_VALUES || chosen.includes(value));
  const highest = Math.max(1, ...values.map(({ count }) => count));
  return (
    <fieldset>
      <legend className="mb-1 text-xs font-medium text-fg-3">{FACET_LABEL[field]}</legend>
      <ul>
        {shown.map(({ value, count }) => (
          <li key={value}>
            <ValueButton
              label={field === 'org' ? nameOf(value) : shownValue(field, value)}
              title={value}
              code={field === 'code' ? value : undefined}
              count={count}
              share={(count ?? 0) / highest}
              chosen={chosen.includes(value)}
              onToggle={() => onToggle(value)}
            />
          </li>
        ))}
      </ul>
      {listed.length > COLLAPSED_VALUES && (
        <button
          type="button"
          onClick={() => setAll(!all)}
          className="mt-0.5 rounded px-1.5 text-xs font-medium text-accent hover:underline"
        >
          {all ? 'Fewer' : `${listed.length - COLLAPSED_VALUES} more`}
        </button>
      )}
      {all && others > 0 && (
        <p className="px-1.5 text-xs text-fg-3">{formatCount(others)} requests have other values</p>
      )}
    </fieldset>
  );
}

interface ValueButtonProps {
  readonly label: string;
  readonly title: string;
  readonly code: string | undefined;
  /** Undefined for a chosen value that is not among the counted ones. */
  readonly count: number | undefined;
  readonly share: number;
  readonly chosen: boolean;
  readonly onToggle: () => void;
}

function ValueButton({ label, title, code, count, share, chosen, onToggle }: ValueButtonProps) {
  const name = label === '' ? 'none' : label;
  return (
    <button
      type="button"
      aria-pressed={chosen}
      title={title}
      onClick={onToggle}
      className={cn(
        'group relative flex h-7 w-full items-center gap-2 overflow-hidden rounded-md px-1.5 text-left text-xs weak:hover:bg-hover max-lg:h-9',
        chosen && 'bg-accent-soft hover:bg-accent-soft',
      )}
    >
      <span
        aria-hidden="true"
        className="absolute bottom-0 left-1.5 h-px bg-line-strong"
        style={{ width: `calc((100% - 0.75rem) * ${share})` }}
      />
      <span
        aria-hidden="true"
        className={cn(
          'flex size-3.5 shrink-0 items-center justify-center rounded-[4px] border',
          chosen
            ? 'border-accent-fill bg-accent-fill text-on-accent'
            : 'border-line-strong bg-surface group-hover:border-fg-3',
        )}
      >
        {chosen && <Check className="size-3" strokeWidth={3} />}
      </span>
      {code !== undefined && (
        <span
          aria-hidden="true"
          className="size-2 shrink-0 rounded-[3px]"
          style={{ background: codeColour(code === 'success' ? '' : code).fill }}
        />
      )}
      <bdi className={cn('min-w-0 flex-1 truncate', name === 'none' && 'text-fg-3')}>{name}</bdi>
      <span className="shrink-0 text-fg-3 tabular-nums">
        {count !== undefined && (
          <>
            {formatCount(count)}
            <span className="sr-only"> requests</span>
          </>
        )}
      </span>
    </button>
  );
}
