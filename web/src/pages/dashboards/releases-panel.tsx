import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type PanelScope, releasesQuery } from '../../api/dashboard.ts';
import { CardTable, type Column } from '../../ui/card-table.tsx';
import { formatCount, formatShare } from '../../ui/format-number.ts';
import { Instant } from '../../ui/instant.tsx';
import { LinkRow } from '../../ui/link-row.tsx';
import { TablePanel } from './table-panel.tsx';

const COLUMNS: readonly Column[] = [
  { text: 'Release' },
  { text: 'First seen', className: 'w-28' },
  { text: 'Requests', end: true, className: 'w-22 max-sm:hidden' },
  { text: 'Failed', end: true, className: 'w-20 max-sm:hidden' },
  { text: '5xx', end: true, className: 'w-20' },
];

/** What ran in this time, and how it did. */
export function ReleasesPanel({ scope }: { scope: PanelScope }) {
  const answer = useQuery(releasesQuery(scope));
  const releases = answer.data;
  return (
    <TablePanel
      title="Releases"
      note="the flags in the charts"
      loading={!releases}
      error={answer.error}
      retry={() => void answer.refetch()}
      empty={releases?.items.length === 0 && 'No release was seen in this time.'}
    >
      {releases && releases.items.length > 0 && (
        <CardTable label="Releases, newest first" columns={COLUMNS}>
          {releases.items.map((item) => (
            <LinkRow key={item.release}>
              <th scope="row" className="truncate py-1.5 pr-3 pl-4 text-left font-normal">
                <Link
                  to="/explore"
                  search={{ release: [item.release], from: releases.from, to: releases.to }}
                  className="rounded font-mono text-xs after:absolute after:inset-0"
                >
                  <bdi>{item.release === '-' ? 'unknown' : item.release}</bdi>
                </Link>
              </th>
              <td className="text-xs text-fg-2">
                <Instant iso={item.first_ever ?? item.first_seen} show="ago" />
              </td>
              <td className="text-right tabular-nums max-sm:hidden">
                {formatCount(item.requests)}
              </td>
              <td className="text-right text-xs text-fg-2 tabular-nums max-sm:hidden">
                {formatShare(item.errors, item.requests)}
              </td>
              <td className="pr-4 text-right text-xs font-medium tabular-nums">
                {formatShare(item.server_errors, item.requests)}
              </td>
            </LinkRow>
          ))}
        </CardTable>
      )}
    </TablePanel>
  );
}
