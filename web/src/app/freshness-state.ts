import type { DeskStatus } from '@request-desk/shared/support-api';
import { clockIn } from '../ui/format-time.ts';
import type { Zone } from '../ui/zone.ts';

/** What the freshness chip says. */
export interface FreshnessState {
  readonly tone: 'good' | 'late' | 'bad' | 'unknown';
  readonly text: string;
  /** The longer explanation. */
  readonly detail: string;
}

const LATE_AFTER_MS = 5_000;

/** Judges by the server's clock alone, because the reader's may be wrong. */
export function freshnessOf(
  status: DeskStatus | undefined,
  failed: boolean,
  zone: Zone,
): FreshnessState {
  if (failed)
    return {
      tone: 'bad',
      text: 'no connection',
      detail: 'The console cannot reach the server. What you see may be old.',
    };
  if (!status) return { tone: 'unknown', text: 'connecting', detail: 'Asking how current it is.' };
  const { store, data_current_to: current } = status.pipeline;
  if (store === 'unavailable')
    return {
      tone: 'bad',
      text: 'store away',
      detail:
        'The telemetry store does not answer. Events are kept on disk and nothing is lost, but nothing can be looked up now.',
    };
  if (current === null)
    return { tone: 'unknown', text: 'no data yet', detail: 'No telemetry has arrived so far.' };
  const lag = Date.parse(status.now) - Date.parse(current);
  const late = lag > LATE_AFTER_MS;
  return {
    tone: late ? 'late' : 'good',
    text: `current to ${clockIn(current, zone)}`,
    detail: late
      ? `Delivery is ${Math.round(lag / 1000)} s behind: newer requests are on disk and cannot be found yet.`
      : 'Everything received before this time can be found.',
  };
}
