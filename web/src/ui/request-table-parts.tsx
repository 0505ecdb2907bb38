import type { RequestRow } from '@request-desk/shared/dossier';
import type { ExploreRow } from '@request-desk/shared/explore-api';
import { Link } from '@tanstack/react-router';
import { Cells, type Column } from './card-table.tsx';
import { cn } from './cn.ts';
import { CodeBadge } from './code-badge.tsx';
import { formatMillis } from './format-duration.ts';
import { Instant } from './instant.tsx';
import { LinkRow } from './link-row.tsx';
import { OrgName } from './org-name.tsx';

/** `full`: the table has the page's width; `narrow`: it shares the page with a panel. */
type TableWidth = 'full' | 'narrow';

/** Lists that are not the explorer's lack some of its fields. */
type Row = RequestRow & Partial<ExploreRow>;

interface RequestColumn extends Column<Row> {
  /** Hidden in small windows; how small goes by the width of the table. */
  readonly optional?: 'cause' | 'more';
}

/** Below which width of the window an optional column is hidden. */
const HIDDEN_BELOW: Readonly<
  Record<TableWidth, { readonly cause: string; readonly more: string }>
> = {
  full: { cause: 'max-lg:hidden', more: 'max-lg:hidden' },
  narrow: { cause: 'max-xl:hidden', more: 'max-2xl:hidden' },
};

/**
 * The columns in their order, by the field that each is about. Null: shown in another column, or on the
 * request's page alone.
 */
const COLUMNS: Readonly<Record<keyof ExploreRow, RequestColumn | null>> = {
  at: {
    text: 'Time',
    zoned: true,
    className: 'w-26 max-sm:hidden',
    cellClass: 'text-fg-2',
    cell: ({ at }) => <Instant iso={at} show="clock" />,
  },
  code: {
    text: 'Answer',
    className: 'w-44 max-sm:w-auto max-sm:pl-4',
    cellClass: 'truncate',
    cell: (row) => (
      <>
        <CodeBadge code={row.code} status={row.status} />
        <div className="mt-0.5 truncate text-xs text-fg-3 sm:hidden">
          <bdi>
            {row.method} {row.route || 'no route'}
          </bdi>
        </div>
      </>
    ),
  },
  cause: {
    text: 'Cause',
    className: 'w-34',
    optional: 'cause',
    cellClass: 'truncate font-mono text-xs text-fg-2',
    cell: ({ cause }) => cause,
  },
  route: {
    text: 'Request',
    className: 'max-md:hidden',
    cellClass: 'truncate font-mono text-xs',
    cell: ({ method, route, message }) => (
      <>
        <span className="mr-1.5 text-fg-3">{method}</span>
        <bdi title={message || route}>{route || 'no route'}</bdi>
      </>
    ),
  },
  org: {
    text: 'Organisation',
    className: 'w-34 max-md:hidden',
    cellClass: 'truncate text-fg-2',
    cell: ({ org }) => <OrgName id={org} />,
  },
  key_prefix: {
    text: 'Key',
    className: 'w-32',
    optional: 'more',
    cellClass: 'truncate font-mono text-xs text-fg-2',
    cell: ({ key_prefix }) => key_prefix || <span className="text-fg-3">none</span>,
  },
  duration_ms: {
    text: 'Took',
    end: true,
    className: 'w-18',
    optional: 'more',
    cellClass: 'text-xs text-fg-2 tabular-nums',
    cell: ({ duration_ms }) => formatMillis(duration_ms),
  },
  request_id: {
    text: 'Request id',
    end: true,
    className: 'w-46 max-sm:w-40',
    cellClass: 'truncate',
    cell: ({ request_id, at }) => (
      <>
        <Link
          data-row
          to="/r/$id"
          params={{ id: request_id }}
          className="rounded font-mono text-xs text-accent after:absolute after:inset-0"
        >
          {request_id}
        </Link>
        <div className="mt-0.5 text-xs text-fg-3 sm:hidden">
          <Instant iso={at} show="clock" />
        </div>
      </>
    ),
  },
  status: null,
  method: null,
  message: null,
  key_id: null,
  release: null,
  client: null,
};

/** The columns of a table of requests. */
export const REQUEST_COLUMNS: Readonly<Record<TableWidth, readonly Column<Row>[]>> = {
  full: columnsOf('full'),
  narrow: columnsOf('narrow'),
};

function columnsOf(width: TableWidth): readonly Column<Row>[] {
  const shown = Object.values(COLUMNS).filter((column) => column !== null);
  return shown.map(({ optional, className, ...column }) => ({
    ...column,
    className: cn('pr-3 whitespace-nowrap', className, optional && HIDDEN_BELOW[width][optional]),
  }));
}

interface RequestTableRowProps {
  readonly row: Row;
  readonly width: TableWidth;
  /** It was not there before and flashes once. */
  readonly arrived: boolean;
  /** Its place among all rows, where only those in sight are in the document. */
  readonly index?: number;
}

/** One request; the whole row opens its page. */
export function RequestTableRow({ row, width, arrived, index }: RequestTableRowProps) {
  return (
    <LinkRow
      data-index={index}
      aria-rowindex={index === undefined ? undefined : index + 2}
      className={cn('h-9 max-sm:h-13.5', arrived && 'animate-arrive')}
    >
      <Cells columns={REQUEST_COLUMNS[width]} row={row} />
    </LinkRow>
  );
}
