import type { RequestRow } from '@request-desk/shared/dossier';
import { Link } from '@tanstack/react-router';
import type { Column } from './card-table.tsx';
import { cn } from './cn.ts';
import { CodeBadge } from './code-badge.tsx';
import { formatMillis } from './format-duration.ts';
import { Instant } from './instant.tsx';
import { LinkRow } from './link-row.tsx';
import { OrgName } from './org-name.tsx';

/** `whole`: the table has the page's width; `beside`: other things stand beside it. */
type Room = 'whole' | 'beside';

/** From which width of the window on a column is shown. */
const SHOWN: Readonly<Record<Room, { readonly cause: string; readonly more: string }>> = {
  whole: { cause: 'max-lg:hidden', more: 'max-lg:hidden' },
  beside: { cause: 'max-xl:hidden', more: 'max-2xl:hidden' },
};

/** The columns of a table of requests. */
export function requestColumns(room: Room): readonly Column[] {
  const { cause, more } = SHOWN[room];
  const columns: readonly Column[] = [
    { text: 'Time', zoned: true, look: 'w-26 max-sm:hidden' },
    { text: 'Answer', look: 'w-44 max-sm:w-auto max-sm:pl-4' },
    { text: 'Cause', look: cn('w-34', cause) },
    { text: 'Request', look: 'max-md:hidden' },
    { text: 'Organisation', look: 'w-34 max-md:hidden' },
    { text: 'Key', look: cn('w-32', more) },
    { text: 'Took', end: true, look: cn('w-18', more) },
    { text: 'Request id', end: true, look: 'w-46 max-sm:w-40' },
  ];
  return columns.map((column) => ({ ...column, look: cn('pr-3 whitespace-nowrap', column.look) }));
}

interface RequestTableRowProps {
  readonly row: RequestRow & { readonly message?: string };
  readonly room: Room;
  /** It was not there before and flashes once. */
  readonly arrived: boolean;
  /** Its place among all rows, where only those in sight are in the document. */
  readonly index?: number;
}

/** One request; the whole row opens its page. */
export function RequestTableRow({ row, room, arrived, index }: RequestTableRowProps) {
  const { cause, more } = SHOWN[room];
  return (
    <LinkRow
      data-index={index}
      aria-rowindex={index === undefined ? undefined : index + 2}
      className={cn('h-9 max-sm:h-13.5', arrived && 'animate-arrive')}
    >
      <td className="pl-4 text-fg-2 max-sm:hidden">
        <Instant iso={row.at} show="clock" />
      </td>
      <td className="truncate pr-3 max-sm:pl-4">
        <CodeBadge code={row.code} status={row.status} />
        <div className="mt-0.5 truncate text-xs text-fg-3 sm:hidden">
          <bdi>
            {row.method} {row.route || 'no route'}
          </bdi>
        </div>
      </td>
      <td className={cn('truncate pr-3 font-mono text-xs text-fg-2', cause)}>{row.cause}</td>
      <td className="truncate pr-3 font-mono text-xs max-md:hidden">
        <span className="mr-1.5 text-fg-3">{row.method}</span>
        <bdi title={row.message || row.route}>{row.route || 'no route'}</bdi>
      </td>
      <td className="truncate pr-3 text-fg-2 max-md:hidden">
        <OrgName id={row.org} />
      </td>
      <td className={cn('truncate pr-3 font-mono text-xs text-fg-2', more)}>
        {row.key_prefix || <span className="text-fg-3">none</span>}
      </td>
      <td className={cn('pr-3 text-right text-xs whitespace-nowrap text-fg-2 tabular-nums', more)}>
        {formatMillis(row.duration_ms)}
      </td>
      <td className="truncate pr-4 text-right">
        <Link
          data-row
          to="/r/$id"
          params={{ id: row.request_id }}
          className="rounded font-mono text-xs text-accent after:absolute after:inset-0"
        >
          {row.request_id}
        </Link>
        <div className="mt-0.5 text-xs text-fg-3 sm:hidden">
          <Instant iso={row.at} show="clock" />
        </div>
      </td>
    </LinkRow>
  );
}
