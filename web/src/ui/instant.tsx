import { cn } from './cn.ts';
import { ago, localStamp, utcClock, utcStamp } from './format-time.ts';

interface InstantProps {
  readonly iso: string;
  /** `clock`: hh:mm:ss; `stamp`: date and milliseconds; `ago`: relative to `now`. */
  readonly show: 'clock' | 'stamp' | 'ago';
  readonly now?: number;
  readonly className?: string;
}

/** A point in time in UTC, with the other spellings on hover. */
export function Instant({ iso, show, now = Date.now(), className }: InstantProps) {
  const text =
    show === 'clock' ? utcClock(iso) : show === 'stamp' ? `${utcStamp(iso)} UTC` : ago(iso, now);
  return (
    <time
      dateTime={iso}
      title={`${utcStamp(iso)} UTC\n${localStamp(iso)}\n${ago(iso, now)}`}
      className={cn('whitespace-nowrap tabular-nums', className)}
    >
      {text}
    </time>
  );
}
