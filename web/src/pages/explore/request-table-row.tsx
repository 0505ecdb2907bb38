import type { ExploreRow } from '@request-desk/shared/explore-api';
import { Link } from '@tanstack/react-router';
import { cn } from '../../ui/cn.ts';
import { CodeBadge } from '../../ui/code-badge.tsx';
import { formatMillis } from '../../ui/format-duration.ts';
import { Instant } from '../../ui/instant.tsx';
import { OrgName } from '../../ui/org-name.tsx';

interface RequestTableRowProps {
  readonly row: ExploreRow;
  readonly index: number;
  readonly height: number;
  readonly arrived: boolean;
}

/** One request; the whole row opens its page. */
export function RequestTableRow({ row, index, height, arrived }: RequestTableRowProps) {
  return (
    <tr
      data-index={index}
      aria-rowindex={index + 2}
      style={{ height }}
      className={cn(
        'relative border-b border-line last:border-0 hover:bg-hover has-focus-visible:bg-hover',
        arrived && 'animate-arrive',
      )}
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
      <td className="truncate pr-3 font-mono text-xs text-fg-2 max-xl:hidden">{row.cause}</td>
      <td className="truncate pr-3 font-mono text-xs max-md:hidden">
        <span className="mr-1.5 text-fg-3">{row.method}</span>
        <bdi title={row.message || row.route}>{row.route || 'no route'}</bdi>
      </td>
      <td className="truncate pr-3 text-fg-2 max-md:hidden">
        <OrgName id={row.org} />
      </td>
      <td className="truncate pr-3 font-mono text-xs text-fg-2 max-2xl:hidden">
        {row.key_prefix || <span className="text-fg-3">none</span>}
      </td>
      <td className="pr-3 text-right text-xs whitespace-nowrap text-fg-2 tabular-nums max-2xl:hidden">
        {formatMillis(row.duration_ms)}
      </td>
      <td className="truncate pr-4 text-right">
        <Link
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
    </tr>
  );
}
