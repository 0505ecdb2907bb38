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
      detail: 'The console cannot reach the server. The data shown may be outdated.',
    };
  if (!status) return { tone: 'unknown', text: 'connecting', detail: 'Loading the status.' };
  const { state, current_to: current, producers, store_replaced_at } = status.completeness;
  if (state === 'unavailable')
    return {
      tone: 'bad',
      text: 'store unavailable',
      detail:
        'The telemetry store is unavailable. Events are kept on disk and nothing is lost, but lookups are not possible now.',
    };
  const text = current === null ? 'incomplete' : `current to ${clockIn(current, zone)}`;
  if (state === 'incomplete') {
    const held = producers.filter(({ state, gap }) => state === 'lost' || gap !== null);
    const detail =
      store_replaced_at !== null
        ? 'The telemetry store was replaced.'
        : held.length === 0
          ? 'The control plane is unavailable, so it is unknown which processes answer requests.'
          : `Not everything has arrived from ${held.map(({ host, id }) => host || id).join(', ')}.`;
    return { tone: 'bad', text, detail: `${detail} Newer requests may be missing.` };
  }
  if (current === null)
    return { tone: 'unknown', text: 'no data yet', detail: 'No telemetry has arrived so far.' };
  const lag = Date.parse(status.now) - Date.parse(current);
  const late = lag > LATE_AFTER_MS;
  return {
    tone: late ? 'late' : 'good',
    text,
    detail: late
      ? `Delivery is ${Math.round(lag / 1000)} s behind: newer requests cannot be found yet.`
      : 'Everything answered before this time can be found.',
  };
}
