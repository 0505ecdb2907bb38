import type { Limits } from '@request-desk/shared/dashboard-api';
import { codesOfClass } from '@request-desk/shared/profile-codes';
import { Link } from '@tanstack/react-router';
import { apiProfile } from '../api/profile.ts';
import { CardTable, Cells, type Column } from './card-table.tsx';
import { formatCount } from './format-number.ts';
import { LimitMeter } from './limit-meter.tsx';
import { LinkRow } from './link-row.tsx';
import { OrgName } from './org-name.tsx';

interface LimitsTableProps {
  readonly items: Limits['items'];
  readonly from: string;
  readonly to: string;
  /** Left out where every row has the same. */
  readonly withOrg?: boolean;
}

type LimitUse = Limits['items'][number];

/** How close keys came to their limits. */
export function LimitsTable({ items, ...props }: LimitsTableProps) {
  const columns = columnsOf(props);
  return (
    <CardTable label="Use of rate limits by key, closest to the limit first" columns={columns}>
      {items.map((item) => (
        <LinkRow key={`${item.key_id} ${item.window}`}>
          <Cells columns={columns} row={item} />
        </LinkRow>
      ))}
    </CardTable>
  );
}

function columnsOf({
  from,
  to,
  withOrg = true,
}: Omit<LimitsTableProps, 'items'>): readonly Column<LimitUse>[] {
  return [
    {
      text: 'Key',
      namesRow: true,
      cellClass: 'truncate py-1.5 pr-3',
      cell: (item) => (
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
      ),
    },
    {
      text: 'Window',
      className: 'w-24 max-sm:hidden',
      cellClass: 'text-xs text-fg-2',
      cell: (item) => item.window,
    },
    {
      text: 'Highest use',
      className: 'w-38 max-sm:w-24',
      cellClass: 'text-xs',
      cell: (item) => <LimitMeter used={item.peak_used} limit={item.limit} />,
    },
    {
      text: 'Near limit',
      end: true,
      className: 'w-18 max-sm:hidden',
      cellClass: 'text-xs text-fg-2 tabular-nums',
      cell: (item) => formatCount(item.near),
    },
    {
      text: 'Refused',
      end: true,
      className: 'w-20',
      cellClass: 'font-medium tabular-nums',
      cell: (item) => formatCount(item.refused),
    },
  ];
}
