import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type PanelScope, releasesQuery } from '../../api/dashboard.ts';
import { formatCount, formatShare } from '../../ui/format-number.ts';
import { Instant } from '../../ui/instant.tsx';
import { TablePanel } from './table-panel.tsx';

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
        <table className="w-full table-fixed text-sm">
          <caption className="sr-only">Releases, newest first</caption>
          <thead className="border-y border-line bg-sunken text-left text-xs text-fg-3">
            <tr>
              <th scope="col" className="py-1.5 pl-4 font-medium">
                Release
              </th>
              <th scope="col" className="w-28 font-medium">
                First seen
              </th>
              <th scope="col" className="w-22 text-right font-medium max-sm:hidden">
                Requests
              </th>
              <th scope="col" className="w-20 text-right font-medium max-sm:hidden">
                Failed
              </th>
              <th scope="col" className="w-20 pr-4 text-right font-medium">
                5xx
              </th>
            </tr>
          </thead>
          <tbody>
            {releases.items.map((item) => (
              <tr
                key={item.release}
                className="relative border-b border-line last:border-0 hover:bg-hover has-focus-visible:bg-hover"
              >
                <th scope="row" className="truncate py-1.5 pr-3 pl-4 text-left font-normal">
                  <Link
                    to="/explore"
                    search={{ release: [item.release], from: releases.from, to: releases.to }}
                    className="rounded font-mono text-xs after:absolute after:inset-0"
                  >
                    <bdi>{item.release === '-' ? 'not said' : item.release}</bdi>
                  </Link>
                </th>
                <td className="text-xs text-fg-2">
                  <Instant iso={item.first_seen} show="ago" />
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
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </TablePanel>
  );
}
