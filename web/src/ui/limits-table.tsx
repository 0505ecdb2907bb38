import type { Limits } from '@request-desk/shared/dashboard-api';
import { Link } from '@tanstack/react-router';
import { formatCount } from './format-number.ts';
import { LimitMeter } from './limit-meter.tsx';
import { OrgName } from './org-name.tsx';

interface LimitsTableProps {
  readonly items: Limits['items'];
  readonly from: string;
  readonly to: string;
  /** Left out where every row has the same. */
  readonly withOrg?: boolean;
}

/** How close keys came to their limits. */
export function LimitsTable({ items, from, to, withOrg = true }: LimitsTableProps) {
  return (
    <table className="w-full table-fixed text-sm">
      <caption className="sr-only">Use of rate limits by key, closest to the limit first</caption>
      <thead className="border-y border-line bg-sunken text-left text-xs text-fg-3">
        <tr>
          <th scope="col" className="py-1.5 pl-4 font-medium">
            Key
          </th>
          <th scope="col" className="w-24 font-medium max-sm:hidden">
            Window
          </th>
          <th scope="col" className="w-38 font-medium max-sm:w-24">
            Highest use
          </th>
          <th scope="col" className="w-18 text-right font-medium max-sm:hidden">
            Near it
          </th>
          <th scope="col" className="w-20 pr-4 text-right font-medium">
            Refused
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr
            key={`${item.key_id} ${item.window}`}
            className="relative border-b border-line last:border-0 hover:bg-hover has-focus-visible:bg-hover"
          >
            <th scope="row" className="truncate py-1.5 pr-3 pl-4 text-left font-normal">
              <Link
                to="/explore"
                search={{ key: [item.key_id || '-'], code: ['rate_limited'], from, to }}
                className="rounded after:absolute after:inset-0"
              >
                <code className="text-xs">{item.key_prefix || 'no key'}</code>
                {withOrg && (
                  <span className="ml-2 text-xs text-fg-3">
                    <OrgName id={item.org} />
                  </span>
                )}
              </Link>
            </th>
            <td className="text-xs text-fg-2 max-sm:hidden">{item.window}</td>
            <td className="text-xs">
              <LimitMeter used={item.peak_used} limit={item.limit} />
            </td>
            <td className="text-right text-xs text-fg-2 tabular-nums max-sm:hidden">
              {formatCount(item.near)}
            </td>
            <td className="pr-4 text-right font-medium tabular-nums">
              {formatCount(item.refused)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
