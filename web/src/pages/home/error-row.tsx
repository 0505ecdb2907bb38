import type { RequestRow } from '@request-desk/shared/dossier';
import { Link } from '@tanstack/react-router';
import { CodeBadge } from '../../ui/code-badge.tsx';
import { formatMillis } from '../../ui/format-duration.ts';
import { Instant } from '../../ui/instant.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';

/** One error of the list; the whole row opens its request. */
export function ErrorRow({ row }: { row: RequestRow }) {
  return (
    <tr className="relative animate-arrive border-b border-line last:border-0 hover:bg-hover has-focus-visible:bg-hover">
      <td className="py-1.5 pl-4 text-fg-2">
        <Instant iso={row.at} show="clock" />
      </td>
      <td className="truncate py-1.5 pr-3">
        <CodeBadge code={row.code} />
      </td>
      <td className="truncate py-1.5 pr-3 font-mono text-xs text-fg-2 max-lg:hidden">
        {row.cause}
      </td>
      <td className="truncate py-1.5 pr-3 font-mono text-xs max-md:hidden">
        <span className="mr-1.5 text-fg-3">{row.method}</span>
        <bdi title={row.route}>{row.route || 'no route'}</bdi>
      </td>
      <td className="truncate py-1.5 pr-3 text-fg-2 max-md:hidden">
        {row.org ? (
          <Untrusted text={row.org} oneLine />
        ) : (
          <span className="text-fg-3">unknown</span>
        )}
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
          className="rounded font-mono text-xs text-accent after:absolute after:inset-0 max-sm:text-2xs"
        >
          {row.request_id}
        </Link>
      </td>
    </tr>
  );
}
