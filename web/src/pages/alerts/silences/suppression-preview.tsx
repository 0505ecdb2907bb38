import type { SuppressionPreview as Preview } from '@request-desk/shared/maintenance-api';
import type { UseQueryResult } from '@tanstack/react-query';
import { Instant } from '../../../ui/instant.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';

const MAX_PREVIEWED_ALERTS = 4;

interface SuppressionPreviewProps {
  readonly answer: UseQueryResult<Preview>;
  /** `mutes`, `softens`. */
  readonly verb: string;
}

/** What the lines above would cover: now, and in the past days. Said to screen readers as it changes. */
export function SuppressionPreview({ answer, verb }: SuppressionPreviewProps) {
  return (
    <div
      aria-live="polite"
      className="rounded-lg border border-line bg-sunken px-3 py-2 text-sm text-fg-2"
    >
      {answer.isPending && 'Checking which alerts it covers …'}
      {answer.isError && <>It is unknown which alerts it covers: {answer.error.message}</>}
      {answer.data && !answer.isError && <Covered preview={answer.data} verb={verb} />}
    </div>
  );
}

function Covered({ preview, verb }: { preview: Preview; verb: string }) {
  const { firing, firing_count, firing_of, days, past_count, past_pages, past_of } = preview;
  const all = firing_of > 1 && firing_count === firing_of;
  const shown = firing_count > 0 ? firing : preview.past;
  return (
    <>
      <p>
        <strong className="font-medium text-fg">
          Now it {verb} {firing_count} of {firing_of} {firing_of === 1 ? 'alert' : 'alerts'}.
        </strong>{' '}
        {all && <span className="text-warn">That is every firing alert. </span>}
        In the last {days} days it would have covered {past_count} of {past_of}
        {past_pages > 0 && `, ${past_pages} of them pages`}.
      </p>
      {shown.length > 0 && (
        <ul className="mt-1.5 space-y-0.5 text-xs">
          {shown.slice(0, MAX_PREVIEWED_ALERTS).map(({ id, title, severity, fired_at }) => (
            <li key={id} className="flex gap-2">
              <span className="min-w-0 truncate">
                <Untrusted text={title} />
              </span>
              <span className="ml-auto shrink-0 text-fg-3">
                {severity === 'page' ? 'page, ' : ''}
                <Instant iso={fired_at} show="ago" />
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
