import { CLIENT_CLOSED } from '@request-desk/shared/client-closed';
import type { Facets } from '@request-desk/shared/explore-api';
import { Link } from '@tanstack/react-router';
import { CodeBadge } from '../code-badge.tsx';
import { formatCount } from '../format-number.ts';
import { OrgName } from '../org-name.tsx';
import type { RangeSearch } from '../range/time-range.ts';
import { Section } from '../section.tsx';

interface CountListProps {
  readonly title: string;
  readonly facet: 'code' | 'route' | 'org' | 'key';
  readonly values: Facets['facets'][number]['values'];
  /** What the explorer is to be narrowed to beside the value. */
  readonly within: RangeSearch & Readonly<Record<string, unknown>>;
}

/** How many calls have which value; each opens the explorer with it. */
export function CountList({ title, facet, values, within }: CountListProps) {
  return (
    <Section title={title}>
      {values.length === 0 && <p className="text-sm text-fg-3">None in this period.</p>}
      <ul>
        {values.map(({ value, count }) => (
          <li key={value}>
            <Link
              to="/explore"
              search={{ ...within, [facet]: [value] }}
              className="flex items-center gap-2 rounded px-1.5 py-1 text-sm hover:bg-hover"
            >
              <Value facet={facet} value={value} />
              <span className="ml-auto tabular-nums text-fg-2">{formatCount(count)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Value({ facet, value }: Pick<CountListProps, 'facet'> & { value: string }) {
  if (value === '-') return <span className="text-fg-3">none</span>;
  if (facet === 'org') return <OrgName id={value} />;
  if (facet === 'code' && value !== CLIENT_CLOSED)
    return <CodeBadge code={value === 'success' ? '' : value} />;
  return <bdi className="min-w-0 truncate font-mono text-xs">{value}</bdi>;
}
