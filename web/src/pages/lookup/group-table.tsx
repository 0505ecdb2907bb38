import { useState } from 'react';
import { CardTable, type Column } from '../../ui/card-table.tsx';
import { CodeBadge } from '../../ui/code-badge.tsx';
import { formatMillis } from '../../ui/format-duration.ts';
import { Instant } from '../../ui/instant.tsx';
import { RequestLink } from '../../ui/request-link.tsx';
import type { ResultGroup } from './result-groups.ts';

const SHOWN = 20;
const COLUMNS: readonly Column[] = [
  { text: 'Request id', className: 'w-52 max-sm:w-auto' },
  { text: 'What happened', className: 'pl-3 max-md:hidden' },
  { text: 'Org', className: 'w-36 pl-3 max-lg:hidden' },
  { text: 'Took', end: true, className: 'w-20 max-lg:hidden' },
  { text: 'Time', zoned: true, end: true, className: 'w-26' },
];

/** Requests of one code and cause. */
export function GroupTable({ group }: { group: ResultGroup }) {
  const count = group.items.length;
  const [all, setAll] = useState(false);
  return (
    <section
      aria-label={`${group.code || 'success'} ${group.cause}`}
      className="overflow-hidden rounded-xl border border-line bg-surface shadow-card"
    >
      <div className="flex flex-wrap items-center gap-3 px-4 py-2.5">
        <h2>
          <CodeBadge code={group.code} size="lg" />
        </h2>
        {group.cause && (
          <span className="text-sm text-fg-2">
            cause <code className="text-fg">{group.cause}</code>
          </span>
        )}
        <span className="ml-auto text-sm text-fg-3 tabular-nums">
          {count} {count === 1 ? 'request' : 'requests'}
        </span>
      </div>
      <CardTable label={`Requests with ${group.code || 'success'}`} columns={COLUMNS}>
        {group.items.slice(0, all ? count : SHOWN).map((item) => (
          <tr key={item.request_id} className="border-b border-line last:border-0 hover:bg-hover">
            <td className="truncate py-1.5 pl-4">
              <RequestLink id={item.request_id} />
            </td>
            <td className="truncate py-1.5 pl-3 text-fg-2 max-md:hidden">
              <bdi title={item.verdict.summary}>{item.verdict.summary}</bdi>
            </td>
            <td className="truncate py-1.5 pl-3 text-fg-2 max-lg:hidden">
              <bdi>{item.request?.org_name || item.request?.org || '–'}</bdi>
            </td>
            <td className="py-1.5 text-right text-fg-2 tabular-nums max-lg:hidden">
              {item.request ? formatMillis(item.request.duration_ms) : '–'}
            </td>
            <td className="py-1.5 pr-4 text-right text-fg-2">
              <Instant iso={item.request?.started_at ?? item.trace_start} show="clock" />
            </td>
          </tr>
        ))}
      </CardTable>
      {!all && count > SHOWN && (
        <button
          type="button"
          onClick={() => setAll(true)}
          className="w-full border-t border-line py-2 text-sm font-medium text-accent hover:bg-hover focus-visible:-outline-offset-2"
        >
          Show {count - SHOWN} more
        </button>
      )}
    </section>
  );
}
