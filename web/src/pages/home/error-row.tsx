import type { RequestRow } from '@request-desk/shared/dossier';
import { Link } from '@tanstack/react-router';
import { cn } from '../../ui/cn.ts';
import { CodeBadge } from '../../ui/code-badge.tsx';
import { formatMillis } from '../../ui/format-duration.ts';
import { Instant } from '../../ui/instant.tsx';
import { OrgName } from '../../ui/org-name.tsx';

/** One error of the list; the whole row opens its request. */
export function ErrorRow({ row, arrived }: { row: RequestRow; arrived: boolean }) {
  return (
    <tr
      className={cn(
        'relative border-b border-line last:border-0 hover:bg-hover has-focus-visible:bg-hover',
        arrived && 'animate-arrive',
      )}
    >
      <td className="py-1.5 pl-4 text-fg-2 max-sm:hidden">
        <Instant iso={row.at} show="clock" />
      </td>
      <td className="truncate py-1.5 pr-3 max-sm:pl-4">
        <CodeBadge code={row.code} />
        <div className="mt-1 truncate text-xs text-fg-3 sm:hidden">
          {row.org ? <OrgName id={row.org} /> : <bdi>{row.route}</bdi>}
        </div>
      </td>
      <td className="truncate py-1.5 pr-3 font-mono text-xs text-fg-2 max-lg:hidden">
        {row.cause}
      </td>
      <td className="truncate py-1.5 pr-3 font-mono text-xs max-md:hidden">
        <span className="mr-1.5 text-fg-3">{row.method}</span>
        <bdi title={row.route}>{row.route || 'no route'}</bdi>
      </td>
      <td className="truncate py-1.5 pr-3 text-fg-2 max-md:hidden">
        {row.org ? <OrgName id={row.org} /> : <span className="text-fg-3">unknown</span>}
      </td>
      <td className="truncate py-1.5 pr-3 font-mono text-xs text-fg-2 max-lg:hidden">
        {row.key_prefix || <span className="text-fg-3">none</span>}
      </td>
      <td className="py-1.5 pr-3 text-right text-xs whitespace-nowrap text-fg-2 tabular-nums max-lg:hidden">
        {formatMillis(row.duration_ms)}
      </td>
      <td className="truncate py-1.5 pr-4 text-right">
        <Link
          data-row
          to="/r/$id"
          params={{ id: row.request_id }}
          className="rounded font-mono text-xs text-accent after:absolute after:inset-0"
        >
          {row.request_id}
        </Link>
        <div className="mt-1 text-xs text-fg-3 sm:hidden">
          <Instant iso={row.at} show="clock" />
        </div>
      </td>
    </tr>
  );
}
