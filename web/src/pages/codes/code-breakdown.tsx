import type { CodeDetail } from '@request-desk/shared/dashboard-api';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { codeColour } from '../../ui/code-colour.ts';
import { formatCount } from '../../ui/format-number.ts';
import { OrgName } from '../../ui/org-name.tsx';
import { Section } from '../../ui/section.tsx';

const MAX_BREAKDOWN_ROWS = 8;

/** Routes and organisations with most answers of the code. */
export function CodeBreakdown({ detail }: { detail: CodeDetail }) {
  if (detail.count === 0) return null;
  return (
    <div className="grid items-start gap-4 md:grid-cols-2">
      <Ranking title="By route" detail={detail} rows={detail.by_route} facet="route">
        {(value) => (
          <bdi className="font-mono text-xs" title={value}>
            {value === '-' ? 'no route' : value}
          </bdi>
        )}
      </Ranking>
      <Ranking title="By organisation" detail={detail} rows={detail.by_org} facet="org">
        {(value) => <OrgName id={value} />}
      </Ranking>
    </div>
  );
}

interface RankingProps {
  readonly title: string;
  readonly detail: CodeDetail;
  readonly rows: CodeDetail['by_org'];
  readonly facet: 'route' | 'org';
  readonly children: (value: string) => ReactNode;
}

function Ranking({ title, detail, rows, facet, children }: RankingProps) {
  const highest = Math.max(1, ...rows.map(({ count }) => count));
  return (
    <Section title={title}>
      <ul className="-mx-1.5">
        {rows.slice(0, MAX_BREAKDOWN_ROWS).map(({ value, count }) => (
          <li key={value}>
            <Link
              to="/explore"
              search={{ code: [detail.code], [facet]: [value], from: detail.from, to: detail.to }}
              className="relative flex h-7 items-center gap-3 rounded px-1.5 text-sm hover:bg-hover"
            >
              <span
                aria-hidden="true"
                className="absolute bottom-0.5 left-1.5 h-0.5 rounded-full opacity-70"
                style={{
                  width: `calc((100% - 0.75rem) * ${count / highest})`,
                  background: codeColour(detail.code).fill,
                }}
              />
              <span className="min-w-0 flex-1 truncate">{children(value)}</span>
              <span className="tabular-nums">{formatCount(count)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
