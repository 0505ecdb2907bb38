import type { Codes } from '@request-desk/shared/dashboard-api';
import type { CodeProfile } from '@request-desk/shared/profile';
import { localText } from '@request-desk/shared/profile-codes';
import { Link } from '@tanstack/react-router';
import { apiProfile } from '../../api/profile.ts';
import { Change } from '../../ui/change.tsx';
import { isUnfinished } from '../../ui/chart/chart-data.ts';
import { CodeBadge } from '../../ui/code-badge.tsx';
import { codeColour } from '../../ui/code-colour.ts';
import { formatCount } from '../../ui/format-number.ts';
import { Prose } from '../../ui/prose.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';
import { generalText } from './general-text.ts';

interface CodeRowProps {
  readonly code: string;
  readonly entry: CodeProfile;
  readonly counted: Codes['items'][number] | undefined;
  readonly compared: boolean | undefined;
  readonly loading: boolean;
}

/** One code of the list; the whole row opens its page. */
export function CodeRow({ code, entry, counted, compared, loading }: CodeRowProps) {
  const text = localText(apiProfile(), entry.texts);
  return (
    <li className="relative grid grid-cols-[1fr_auto] items-center gap-x-6 gap-y-2 px-4 py-3.5 hover:bg-hover has-focus-visible:bg-hover md:grid-cols-[13rem_minmax(0,1fr)_8rem_5rem]">
      <h2>
        <Link to="/codes/$code" params={{ code }} className="rounded after:absolute after:inset-0">
          <CodeBadge code={code} status={entry.status} />
        </Link>
      </h2>
      <div className="min-w-0 max-md:order-3 max-md:col-span-2">
        <p className="font-medium">{generalText(text?.title ?? '', code)}</p>
        <p className="text-sm text-fg-2">
          <Prose text={generalText(text?.when ?? '', code)} />
        </p>
      </div>
      {counted ? (
        <Sparkline
          values={counted.trend.counts}
          colour={codeColour(code).fill}
          label={`${code} over the range`}
          unfinished={isUnfinished(counted.trend.at.at(-1), counted.trend.step_s, Date.now())}
          className="h-6 w-full max-md:hidden"
        />
      ) : (
        <Waiting loading={loading} className="h-6 max-md:hidden" />
      )}
      <div className="text-right">
        {counted ? (
          <>
            <span className="font-semibold tabular-nums">{formatCount(counted.count)}</span>
            <span className="block text-xs">
              <Change now={counted.count} before={counted.previous} compared={compared} />
            </span>
          </>
        ) : (
          <Waiting loading={loading} className="ml-auto h-5 w-12" />
        )}
      </div>
    </li>
  );
}

/** Grey while the numbers load; nothing when they could not be had. */
function Waiting({ loading, className }: { loading: boolean; className: string }) {
  return loading ? <Skeleton className={className} /> : <span className={className} />;
}
