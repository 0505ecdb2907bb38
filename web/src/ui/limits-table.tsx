import type { Limits } from '@request-desk/shared/dashboard-api';
import { codesOfClass } from '@request-desk/shared/profile-codes';
import { Link } from '@tanstack/react-router';
import { apiProfile } from '../api/profile.ts';
import { CardTable, type Column } from './card-table.tsx';
import { formatCount } from './format-number.ts';
import { LimitMeter } from './limit-meter.tsx';
import { LinkRow } from './link-row.tsx';
import { OrgName } from './org-name.tsx';

const COLUMNS: readonly Column[] = [
  { text: 'Key' },
  { text: 'Window', className: 'w-24 max-sm:hidden' },
  { text: 'Highest use', className: 'w-38 max-sm:w-24' },
  { text: 'Near it', end: true, className: 'w-18 max-sm:hidden' },
  { text: 'Refused', end: true, className: 'w-20' },
];

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
    <CardTable label="Use of rate limits by key, closest to the limit first" columns={COLUMNS}>
      {items.map((item) => (
        <LinkRow key={`${item.key_id} ${item.window}`}>
          <th scope="row" className="truncate py-1.5 pr-3 pl-4 text-left font-normal">
            <Link
              to="/explore"
              search={{
                key: [item.key_id || '-'],
                code: codesOfClass(apiProfile(), 'limit'),
                from,
                to,
              }}
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
          <td className="pr-4 text-right font-medium tabular-nums">{formatCount(item.refused)}</td>
        </LinkRow>
      ))}
    </CardTable>
  );
}
