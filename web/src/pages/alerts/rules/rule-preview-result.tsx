import type { RulePreview } from '@request-desk/shared/alert-rules-api';
import { formatMillis } from '../../../ui/format-duration.ts';
import { Instant } from '../../../ui/instant.tsx';

const SHOWN = 6;

/** What a rule would have done in the last week. */
export function RulePreviewResult({ preview }: { preview: RulePreview }) {
  const { fired, paged, firings } = preview;
  return (
    <div role="status" className="rounded-lg border border-accent-line bg-accent-soft px-3 py-2.5">
      <p className="text-sm font-medium">
        {fired === 0
          ? 'It would not have fired in the last 7 days.'
          : `It would have fired ${fired === 1 ? 'once' : `${fired} times`} in the last 7 days${paged > 0 ? ` and paged ${paged === 1 ? 'once' : `${paged} times`}` : ''}.`}
      </p>
      {firings.length > 0 && (
        <ul className="mt-1.5 space-y-0.5 text-xs text-fg-2 tabular-nums">
          {firings.slice(0, SHOWN).map((firing) => (
            <li key={firing.fired_at}>
              <Instant iso={firing.fired_at} show="stamp" />
              {firing.ended_at &&
                `, for ${formatMillis(Date.parse(firing.ended_at) - Date.parse(firing.fired_at))}`}
              : {firing.errors} of {firing.requests}
            </li>
          ))}
          {firings.length > SHOWN && <li>and {firings.length - SHOWN} more</li>}
        </ul>
      )}
    </div>
  );
}
