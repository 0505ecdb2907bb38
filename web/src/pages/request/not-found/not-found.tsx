import type { DossierNotFound, NotFoundReason } from '@request-desk/shared/dossier';
import {
  CalendarX2,
  CircleHelp,
  DatabaseZap,
  Hourglass,
  type LucideIcon,
  RotateCw,
  SearchX,
  Shuffle,
  Unplug,
} from 'lucide-react';
import { Button } from '../../../ui/button.tsx';
import { cn } from '../../../ui/cn.ts';
import { Instant } from '../../../ui/instant.tsx';
import { ReplyBox } from '../../../ui/reply-box.tsx';
import { RequestLink } from '../../../ui/request-link.tsx';
import { ZoneLabel } from '../../../ui/zone-label.tsx';
import { AwaitedProducers } from './awaited-producers.tsx';
import { Countdown } from './countdown.tsx';
import { REASONS } from './reasons.ts';

const ICON: Record<NotFoundReason, LucideIcon> = {
  malformed: CircleHelp,
  never_seen: SearchX,
  expired: CalendarX2,
  too_fresh: Hourglass,
  incomplete: Unplug,
  sampled_away: Shuffle,
  store_unavailable: DatabaseZap,
};

interface NotFoundProps {
  readonly answer: DossierNotFound;
  readonly onRetry: () => void;
}

/** Why there is no request to show. Each reason is its own screen; an outage is never "not found". */
export function NotFound({ answer, onRetry }: NotFoundProps) {
  const reason = REASONS[answer.reason];
  const Icon = ICON[answer.reason];
  const outage = answer.reason === 'store_unavailable' || answer.reason === 'incomplete';
  return (
    <div className="mx-auto w-full max-w-2xl px-4 py-12 sm:py-16">
      <div
        role={outage ? 'alert' : undefined}
        className={cn(
          'rounded-xl border bg-surface p-6 shadow-card sm:p-8',
          outage ? 'border-bad-line' : 'border-line',
        )}
      >
        <span
          className={cn(
            'flex size-10 items-center justify-center rounded-lg',
            outage ? 'bg-bad-soft text-bad' : 'bg-accent-soft text-accent',
          )}
        >
          <Icon aria-hidden="true" className="size-5" />
        </span>
        <h1 className="mt-4 text-xl font-semibold tracking-tight">{reason.title}</h1>
        <p className="mt-1 font-mono text-sm break-all text-fg-2">
          <bdi>{answer.request_id ?? answer.asked}</bdi>
        </p>
        <p className="mt-4 max-w-[65ch]">
          <bdi>{answer.explanation}</bdi>
        </p>
        <AwaitedProducers producers={answer.awaited ?? []} />
        <Suggestions ids={answer.suggestions} />
        <h2 className="mt-6 text-sm font-semibold">What to do</h2>
        <ul className="mt-1.5 list-disc space-y-1 pl-5 text-fg-2 marker:text-fg-3">
          {reason.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ul>
        {answer.reply && (
          <div className="mt-6">
            <ReplyBox
              reply={answer.reply}
              replies={answer.replies}
              draft={{
                code: '',
                cause: answer.reason,
                place: 'console',
                request_ids: answer.request_id ? [answer.request_id] : [],
              }}
            />
          </div>
        )}
        <div className="mt-6 flex flex-wrap items-center gap-3">
          {reason.retries && (
            <Button onClick={onRetry}>
              <RotateCw aria-hidden="true" className="size-3.5" />
              Check again
            </Button>
          )}
          {answer.reason === 'too_fresh' && <Countdown seconds={answer.retry_after_s ?? 1} />}
          {outage && (
            <span className="text-sm text-fg-2">Checks again automatically every few seconds.</span>
          )}
          {answer.data_current_to && (
            <span className="text-xs text-fg-3">
              Data current to <Instant iso={answer.data_current_to} show="clock" /> <ZoneLabel />
            </span>
          )}
        </div>
      </div>
    </div>
  );
}

function Suggestions({ ids }: { ids: readonly string[] }) {
  if (ids.length === 0) return null;
  return (
    <div className="mt-4 rounded-lg border border-accent-line bg-accent-soft px-4 py-3">
      <h2 className="text-sm font-semibold">Did you mean</h2>
      <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
        {ids.map((id) => (
          <li key={id}>
            <RequestLink id={id} className="text-base font-medium" />
          </li>
        ))}
      </ul>
    </div>
  );
}
