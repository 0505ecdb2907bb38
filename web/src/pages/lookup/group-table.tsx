import { useState } from 'react';
import { CardTable, Cells, type Column } from '../../ui/card-table.tsx';
import { CodeBadge } from '../../ui/code-badge.tsx';
import { formatMillis } from '../../ui/format-duration.ts';
import { Instant } from '../../ui/instant.tsx';
import { RequestLink } from '../../ui/request-link.tsx';
import type { ResultGroup } from './result-groups.ts';

const COLLAPSED_ROWS = 20;
const COLUMNS: readonly Column<ResultGroup['items'][number]>[] = [
  {
    text: 'Request id',
    className: 'w-52 max-sm:w-auto',
    cellClass: 'truncate py-1.5',
    cell: ({ request_id }) => <RequestLink id={request_id} />,
  },
  {
    text: 'What happened',
    className: 'pl-3 max-md:hidden',
    cellClass: 'truncate py-1.5 text-fg-2',
    cell: ({ verdict }) => <bdi title={verdict.summary}>{verdict.summary}</bdi>,
  },
  {
    text: 'Org',
    className: 'w-36 pl-3 max-lg:hidden',
    cellClass: 'truncate py-1.5 text-fg-2',
    cell: ({ request }) => <bdi>{request?.org_name || request?.org || '–'}</bdi>,
  },
  {
    text: 'Took',
    end: true,
    className: 'w-20 max-lg:hidden',
    cellClass: 'py-1.5 text-fg-2 tabular-nums',
    cell: ({ request }) => (request ? formatMillis(request.duration_ms) : '–'),
  },
  {
    text: 'Time',
    zoned: true,
    end: true,
    className: 'w-26',
    cellClass: 'py-1.5 text-fg-2',
    cell: ({ request, trace_start }) => (
      <Instant iso={request?.started_at ?? trace_start} show="clock" />
    ),
  },
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
        {group.items.slice(0, all ? count : COLLAPSED_ROWS).map((item) => (
          <tr key={item.request_id} className="border-b border-line last:border-0 hover:bg-hover">
            <Cells columns={COLUMNS} row={item} />
          </tr>
        ))}
      </CardTable>
      {!all && count > COLLAPSED_ROWS && (
        <button
          type="button"
          onClick={() => setAll(true)}
          className="w-full border-t border-line py-2 text-sm font-medium text-accent hover:bg-hover focus-visible:-outline-offset-2"
        >
          Show {count - COLLAPSED_ROWS} more
        </button>
      )}
    </section>
  );
}
