import { cn } from './cn.ts';
import { ago, clockIn, localStamp, stampIn, utcStamp } from './format-time.ts';
import { useZone, zoneName } from './zone.ts';

interface InstantProps {
  readonly iso: string;
  /** `clock`: hh:mm:ss; `stamp`: date and milliseconds; `ago`: relative to `now`. */
  readonly show: 'clock' | 'stamp' | 'ago';
  readonly now?: number;
  readonly className?: string;
}

/** A point in time in the chosen zone, with the other spellings on hover. */
export function Instant({ iso, show, now = Date.now(), className }: InstantProps) {
  const zone = useZone();
  const text =
    show === 'clock'
      ? clockIn(iso, zone)
      : show === 'stamp'
        ? `${stampIn(iso, zone)} ${zoneName(zone, new Date(iso))}`
        : ago(iso, now);
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
