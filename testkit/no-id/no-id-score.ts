import { DAY_MS, HOUR_MS } from '../../shared/src/durations.ts';
import type { LookupDesk } from '../desks/lookup-desk.ts';
import { GERMAN } from './mails-de.ts';
import { ENGLISH } from './mails-en.ts';
import { MISLEADING } from './mails-misleading.ts';
import type { Asked } from './no-id-world.ts';
import { NOTES } from './notes.ts';

/** All written mails without an id. */
export const NO_ID_CASES = [...ENGLISH, ...MISLEADING, ...GERMAN, ...NOTES];

/** Six in the evening of the day before: all hours that the mails name are over. */
export function eveningBefore(nowMs: number): number {
  return Math.floor(nowMs / DAY_MS) * DAY_MS - 6 * HOUR_MS;
}

interface NoIdScore {
  /** Mails whose right failure is among the first ten offered. */
  readonly found: number;
  /** One for each mail: its place, and how it was understood. */
  readonly lines: readonly string[];
}

/** Looks each mail up. Throws where one is answered as if it held an id. */
export async function scoreNoIds(desk: LookupDesk, asked: readonly Asked[]): Promise<NoIdScore> {
  const lines: string[] = [];
  let found = 0;
  for (const { name, text, right } of asked) {
    const paste = await desk.lookup.read(Buffer.from(JSON.stringify({ text })));
    const { likely, items } = await desk.lookup.lookups(paste);
    if (items.length > 0) throw new Error(`${name}: an id was found`);
    const place = likely?.items.findIndex(({ request_id }) => request_id === right) ?? -1;
    if (place >= 0) found++;
    const clues = likely?.clues.map(
      ({ kind, value, sure }) => `${kind}${sure ? '' : '?'}=${value}`,
    );
    lines.push(
      `${place < 0 ? 'MISS' : String(place + 1).padStart(4)}  ${name}: ${clues?.join(' ').slice(0, 150)}`,
    );
  }
  return { found, lines };
}
