import type { DossierLog } from '@request-desk/shared/dossier';
import { formatMicros } from '../../../ui/format-duration.ts';
import { LogMarkers } from './log-markers.tsx';
import { shareOf, type TimeWindow, ticks } from './time-window.ts';

const TICKS = 5;
/** A label nearer to the right edge than this would be cut. */
const LAST_LABEL = 0.88;

/** Faint lines through all rows at the axis' times. */
export function GridLines({ window, origin }: { window: TimeWindow; origin: number }) {
  const relative = { from: window.from - origin, to: window.to - origin };
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute inset-y-0 right-4 left-(--names)"
    >
      {ticks(relative, TICKS).map((at) => (
        <div
          key={at}
          className="absolute inset-y-0 border-l border-line opacity-60"
          style={{ left: `${shareOf(relative, at) * 100}%` }}
        />
      ))}
    </div>
  );
}

interface AxisProps {
  readonly window: TimeWindow;
  /** The trace's start; labels count from here. */
  readonly origin: number;
  readonly looseLogs: readonly DossierLog[];
}

/** Head of the tree: round times, and markers of log lines that belong to no span. */
export function Axis({ window, origin, looseLogs }: AxisProps) {
  const relative = { from: window.from - origin, to: window.to - origin };
  return (
    <div
      aria-hidden="true"
      className="sticky top-0 z-10 flex h-6.5 border-b border-line bg-surface text-2xs text-fg-3"
    >
      <div className="w-(--names) shrink-0 self-center truncate border-r border-line px-4">
        Span
      </div>
      <div className="relative mr-4 min-w-0 flex-1">
        {ticks(relative, TICKS).map((at) => {
          const share = shareOf(relative, at);
          return share > LAST_LABEL ? null : (
            <span
              key={at}
              className="absolute top-0 h-full border-l border-line pt-1 pl-1 whitespace-nowrap tabular-nums"
              style={{ left: `${share * 100}%` }}
            >
              {formatMicros(at)}
            </span>
          );
        })}
        <LogMarkers logs={looseLogs} window={window} />
      </div>
    </div>
  );
}
