import { cn } from '../../../ui/cn.ts';
import { formatMicros } from '../../../ui/format-duration.ts';
import type { CriticalStretch } from './critical-path.ts';
import type { SpanNode } from './span-node.ts';
import { shareOf, type TimeWindow } from './time-window.ts';

interface SpanBarProps {
  readonly node: SpanNode;
  readonly window: TimeWindow;
  readonly colour: string;
  readonly failed: boolean;
  readonly critical: readonly CriticalStretch[] | undefined;
}

const percent = (share: number) => `${share * 100}%`;
/** Where the duration stands: after the bar, or before it when there is no room. */
const ROOM = 0.82;

/** A span's stretch of time, its events, and the parts of it on the critical path. */
export function SpanBar({ node, window, colour, failed, critical }: SpanBarProps) {
  const from = shareOf(window, node.start);
  const to = shareOf(window, node.end);
  if (to < 0 || from > 1) {
    const away = to < 0 ? window.from - node.end : node.start - window.to;
    return <Outside before={to < 0} away={node.outside ? formatMicros(away) : ''} />;
  }
  const left = Math.max(0, from);
  const right = Math.min(1, to);
  return (
    <>
      <div
        className={cn(
          'absolute top-2 h-3 min-w-[3px] rounded-[3px]',
          failed && 'ring-[1.5px] ring-bad ring-offset-1 ring-offset-surface',
        )}
        style={{ left: percent(left), width: percent(right - left), background: colour }}
      />
      {critical?.map((stretch) => (
        <div
          key={stretch.from}
          className="absolute top-6 z-1 h-0.5 bg-fg"
          style={{
            left: percent(Math.max(0, shareOf(window, stretch.from))),
            width: percent(
              Math.min(1, shareOf(window, stretch.to)) - Math.max(0, shareOf(window, stretch.from)),
            ),
          }}
        />
      ))}
      {node.span.events.map((event, index) => {
        const at = shareOf(window, event.offset_us + node.shiftUs);
        if (at < 0 || at > 1) return null;
        return (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: events have no identity and never move
            key={index}
            title={event.name}
            className={cn(
              'absolute top-1.25 z-2 h-4.5 w-0.5 -translate-x-1/2 rounded-full',
              event.name === 'exception' ? 'bg-bad' : 'bg-fg',
            )}
            style={{ left: percent(at) }}
          />
        );
      })}
      <span
        className={cn(
          'absolute top-1/2 -translate-y-1/2 px-1.5 text-2xs whitespace-nowrap tabular-nums',
          failed ? 'font-medium text-bad' : 'text-fg-2',
        )}
        style={
          right < ROOM
            ? { left: percent(right) }
            : left > 1 - ROOM
              ? { right: percent(1 - left) }
              : { right: 4 }
        }
      >
        <span className={right >= ROOM && left <= 1 - ROOM ? 'rounded bg-surface px-1 py-px' : ''}>
          {node.untimed ? 'no start recorded' : formatMicros(node.span.duration_us)}
        </span>
      </span>
    </>
  );
}

function Outside({ before, away }: { before: boolean; away: string }) {
  return (
    <span
      className={cn(
        'absolute top-1/2 -translate-y-1/2 px-1 text-2xs text-fg-3',
        before ? 'left-0' : 'right-0',
      )}
    >
      {before ? `← ${away && `${away} earlier`}` : `${away && `${away} later`} →`}
    </span>
  );
}
