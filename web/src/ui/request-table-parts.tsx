import type { RequestRow } from '@request-desk/shared/dossier';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Column } from './card-table.tsx';
import { cn } from './cn.ts';
import { CodeBadge } from './code-badge.tsx';
import { formatMillis } from './format-duration.ts';
import { Instant } from './instant.tsx';
import { LinkRow } from './link-row.tsx';
import { OrgName } from './org-name.tsx';

/** `whole`: the table has the page's width; `beside`: other things stand beside it. */
type Room = 'whole' | 'beside';

type Row = RequestRow & { readonly message?: string };

/** A column with its head and its cells. */
interface RequestColumn extends Column {
  /** From which width of the window on it is shown goes by the room. */
  readonly spare?: 'cause' | 'more';
  readonly cellLook: string;
  readonly cell: (row: Row) => ReactNode;
}

/** From which width of the window on a column is shown that one can do without. */
const SHOWN: Readonly<Record<Room, { readonly cause: string; readonly more: string }>> = {
  whole: { cause: 'max-lg:hidden', more: 'max-lg:hidden' },
  beside: { cause: 'max-xl:hidden', more: 'max-2xl:hidden' },
};

const COLUMNS: readonly RequestColumn[] = [
  {
    text: 'Time',
    zoned: true,
    look: 'w-26 max-sm:hidden',
    cellLook: 'pl-4 text-fg-2 max-sm:hidden',
    cell: ({ at }) => <Instant iso={at} show="clock" />,
  },
  {
    text: 'Answer',
    look: 'w-44 max-sm:w-auto max-sm:pl-4',
    cellLook: 'truncate pr-3 max-sm:pl-4',
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
  {
    text: 'Cause',
    look: 'w-34',
    spare: 'cause',
    cellLook: 'truncate pr-3 font-mono text-xs text-fg-2',
    cell: ({ cause }) => cause,
  },
  {
    text: 'Request',
    look: 'max-md:hidden',
    cellLook: 'truncate pr-3 font-mono text-xs max-md:hidden',
    cell: ({ method, route, message }) => (
      <>
        <span className="mr-1.5 text-fg-3">{method}</span>
        <bdi title={message || route}>{route || 'no route'}</bdi>
      </>
    ),
  },
  {
    text: 'Organisation',
    look: 'w-34 max-md:hidden',
    cellLook: 'truncate pr-3 text-fg-2 max-md:hidden',
    cell: ({ org }) => <OrgName id={org} />,
  },
  {
    text: 'Key',
    look: 'w-32',
    spare: 'more',
    cellLook: 'truncate pr-3 font-mono text-xs text-fg-2',
    cell: ({ key_prefix }) => key_prefix || <span className="text-fg-3">none</span>,
  },
  {
    text: 'Took',
    end: true,
    look: 'w-18',
    spare: 'more',
    cellLook: 'pr-3 text-right text-xs whitespace-nowrap text-fg-2 tabular-nums',
    cell: ({ duration_ms }) => formatMillis(duration_ms),
  },
  {
    text: 'Request id',
    end: true,
    look: 'w-46 max-sm:w-40',
    cellLook: 'truncate pr-4 text-right',
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
];

/** The columns of a table of requests. */
export function requestColumns(room: Room): readonly Column[] {
  return COLUMNS.map(({ text, zoned, end, look, spare }) => ({
    text,
    zoned: zoned ?? false,
    end: end ?? false,
    look: cn('pr-3 whitespace-nowrap', look, spare && SHOWN[room][spare]),
  }));
}

interface RequestTableRowProps {
  readonly row: Row;
  readonly room: Room;
  /** It was not there before and flashes once. */
  readonly arrived: boolean;
  /** Its place among all rows, where only those in sight are in the document. */
  readonly index?: number;
}

/** One request; the whole row opens its page. */
export function RequestTableRow({ row, room, arrived, index }: RequestTableRowProps) {
  return (
    <LinkRow
      data-index={index}
      aria-rowindex={index === undefined ? undefined : index + 2}
      className={cn('h-9 max-sm:h-13.5', arrived && 'animate-arrive')}
    >
      {COLUMNS.map(({ text, cellLook, spare, cell }) => (
        <td key={String(text)} className={cn(cellLook, spare && SHOWN[room][spare])}>
          {cell(row)}
        </td>
      ))}
    </LinkRow>
  );
}
