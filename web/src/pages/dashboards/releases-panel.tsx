import type { Releases } from '@request-desk/shared/dashboard-api';
import { percentText } from '@request-desk/shared/percent-text';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type PanelScope, releasesQuery } from '../../api/dashboard.ts';
import { CardTable, Cells, type Column } from '../../ui/card-table.tsx';
import { formatCount } from '../../ui/format-number.ts';
import { Instant } from '../../ui/instant.tsx';
import { LinkRow } from '../../ui/link-row.tsx';
import { TablePanel } from './table-panel.tsx';

/** What ran in this time, and how it did. */
export function ReleasesPanel({ scope }: { scope: PanelScope }) {
  const answer = useQuery(releasesQuery(scope));
  const releases = answer.data;
  const columns = releases ? columnsOf(releases) : [];
  return (
    <TablePanel
      title="Releases"
      note="marked in the charts"
      loading={!releases}
      error={answer.error}
      retry={() => void answer.refetch()}
      empty={releases?.items.length === 0 && 'No releases in this period.'}
    >
      {releases && releases.items.length > 0 && (
        <CardTable label="Releases, newest first" columns={columns}>
          {releases.items.map((item) => (
            <LinkRow key={item.release}>
              <Cells columns={columns} row={item} />
            </LinkRow>
          ))}
        </CardTable>
      )}
    </TablePanel>
  );
}

function columnsOf({ from, to }: Releases): readonly Column<Releases['items'][number]>[] {
  return [
    {
      text: 'Release',
      namesRow: true,
      cellClass: 'truncate py-1.5 pr-3',
      cell: ({ release }) => (
        <Link
          to="/explore"
          search={{ release: [release], from, to }}
          className="rounded font-mono text-xs after:absolute after:inset-0"
        >
          <bdi>{release === '-' ? 'unknown' : release}</bdi>
        </Link>
      ),
    },
    {
      text: 'First seen',
      className: 'w-28',
      cellClass: 'text-xs text-fg-2',
      cell: ({ first_ever, first_seen }) => <Instant iso={first_ever ?? first_seen} show="ago" />,
    },
    {
      text: 'Requests',
      end: true,
      className: 'w-22 max-sm:hidden',
      cellClass: 'tabular-nums',
      cell: ({ requests }) => formatCount(requests),
    },
    {
      text: 'Failed',
      end: true,
      className: 'w-20 max-sm:hidden',
      cellClass: 'text-xs text-fg-2 tabular-nums',
      cell: ({ errors, requests }) => percentText(errors, requests),
    },
    {
      text: '5xx',
      end: true,
      className: 'w-20',
      cellClass: 'text-xs font-medium tabular-nums',
      cell: ({ server_errors, requests }) => percentText(server_errors, requests),
    },
  ];
}
