import type { Series } from '@request-desk/shared/dashboard-api';
import { percentText } from '@request-desk/shared/percent-text';
import type { Org } from '@request-desk/shared/support-api';
import { Link } from '@tanstack/react-router';
import { formatCount } from '../../ui/format-number.ts';
import { Sparkline } from '../../ui/sparkline.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';

interface OrgRowProps {
  readonly org: Org;
  readonly line: Series['series'][number] | undefined;
  /** Whether the numbers have been loaded; without a line there were none then. */
  readonly known: boolean;
}

/** One organisation of the list; the whole row opens its page. */
export function OrgRow({ org, line, known }: OrgRowProps) {
  return (
    <li className="relative flex items-center gap-4 px-4 py-2.5 hover:bg-hover has-focus-visible:bg-hover">
      <div className="min-w-0 flex-1">
        <h2 className="truncate font-medium">
          <Link
            to="/orgs/$id"
            params={{ id: org.id }}
            className="rounded after:absolute after:inset-0"
          >
            <Untrusted text={org.name} />
          </Link>
        </h2>
        <p className="truncate font-mono text-xs text-fg-3">{org.id}</p>
      </div>
      {line && (
        <Sparkline
          values={line.errors}
          colour="var(--bad)"
          label={`Errors of ${org.name} in 24 hours`}
          className="h-6 w-40 max-sm:hidden"
        />
      )}
      <dl className="flex gap-6 text-right text-sm">
        <div className="w-20">
          <dt className="text-xs text-fg-3">Requests</dt>
          <dd className="font-medium tabular-nums">
            {line ? formatCount(line.total) : known ? '0' : '–'}
          </dd>
        </div>
        <div className="w-16">
          <dt className="text-xs text-fg-3">Failed</dt>
          <dd className="font-medium tabular-nums">
            {line ? percentText(line.total_errors, line.total) : '–'}
          </dd>
        </div>
      </dl>
    </li>
  );
}
