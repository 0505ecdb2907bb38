import type { RulePreview } from '@request-desk/shared/alert-rules-api';
import { formatMillis } from '../../../ui/format-duration.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';

const MAX_SHOWN_FIRINGS = 6;

/** What a rule would have done in the last week. */
export function RulePreviewResult({ preview }: { preview: RulePreview }) {
  const { fired, paged, firings, tried_on } = preview;
  return (
    <div role="status" className="rounded-lg border border-accent-line bg-accent-soft px-3 py-2.5">
      <p className="text-sm font-medium">
        {fired === 0
          ? 'It would not have fired in the last 7 days.'
          : `It would have fired ${fired === 1 ? 'once' : `${fired} times`} in the last 7 days${paged > 0 ? ` and paged ${paged === 1 ? 'once' : `${paged} times`}` : ''}.`}
      </p>
      {tried_on !== null && tried_on > 0 && (
        <p className="text-xs text-fg-2">
          {tried_on === 1 ? 'Tested on one' : `Tested on the ${tried_on} with most errors`}.
        </p>
      )}
      {firings.length > 0 && (
        <ul className="mt-1.5 space-y-0.5 text-xs text-fg-2 tabular-nums">
          {firings.slice(0, MAX_SHOWN_FIRINGS).map((firing) => (
            <li key={`${firing.fired_at} ${firing.name ?? ''}`}>
              <Instant iso={firing.fired_at} show="stamp" />
              {firing.ended_at &&
                `, for ${formatMillis(Date.parse(firing.ended_at) - Date.parse(firing.fired_at))}`}
              : {firing.errors} of {firing.requests}
              {firing.name !== null && (
                <>
                  {', '}
                  <Untrusted text={firing.name || 'without a name'} />
                </>
              )}
            </li>
          ))}
          {firings.length > MAX_SHOWN_FIRINGS && (
            <li>and {firings.length - MAX_SHOWN_FIRINGS} more</li>
          )}
        </ul>
      )}
    </div>
  );
}
