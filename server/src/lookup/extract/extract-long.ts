import { setImmediate as breathe } from 'node:timers/promises';
import type { Extractor } from './extractor.ts';
import {
  type Extraction,
  limited,
  MOST_DAMAGED,
  MOST_IF_STORED,
  nameOf,
  type Seen,
} from './hits.ts';

/** Read at once: some ten milliseconds of work, and 70 where text is made to be slow. */
const PIECE = 64 * 1024;
/** What is behind is not read: a paste of 10 MB is, whole. */
const MOST_CHARACTERS = 12_000_000;
/** An id is shorter than this, wrapped and encoded. */
const REACH = 80;
const ALL = [Number.POSITIVE_INFINITY, MOST_DAMAGED] as const;

/** As `extract` of the extractor, but lets other requests of the process run in between. */
export async function extractLong(
  extractor: Extractor,
  text: string,
  limit: number,
): Promise<Extraction> {
  if (text.length <= PIECE) return extractor.extract(text, limit);
  const seen: Seen = { ids: new Map(), damaged: new Map(), ifStored: new Map() };
  const most = Math.min(text.length, MOST_CHARACTERS);
  for (let from = 0; from < most; ) {
    const to = cutAfter(extractor, text, from, most);
    const piece = extractor.extract(text.slice(from, to), ...ALL);
    for (const id of piece.ids) seen.ids.set(nameOf(id), id);
    for (const one of piece.damaged)
      if (seen.damaged.size < MOST_DAMAGED) seen.damaged.set(one.text, one);
    for (const one of piece.ifStored)
      if (seen.ifStored.size < MOST_IF_STORED) seen.ifStored.set(nameOf(one), one);
    from = to;
    await breathe();
  }
  return limited(seen, limit);
}

/** The end of a piece: white space that no id stands across, near its full length. */
function cutAfter(extractor: Extractor, text: string, from: number, most: number): number {
  const full = from + PIECE;
  if (full >= most) return most;
  for (let at = full; at > full - PIECE / 2; at--) {
    if (/\s/.test(text[at] ?? '') && isWhole(extractor, text.slice(at - REACH, at))) return at;
  }
  return full - (base64Before(text, from, full) % 4);
}

/** How many characters of base64 end there: four of them are read together. */
function base64Before(text: string, from: number, end: number): number {
  let at = end;
  while (at > from && /[0-9A-Za-z+/]/.test(text[at - 1] ?? '')) at--;
  return end - at;
}

/** True when no id is half read at the end of `before`: the last one is complete, or there is none. */
function isWhole({ opening, whole }: Extractor, before: string): boolean {
  const last = before.toLowerCase().lastIndexOf(opening);
  // A line of a base64 part goes on in the next.
  if (/(?:^|[^0-9A-Za-z+/])(?:[0-9A-Za-z+/]{4}){10,}$/.test(before)) return false;
  if (last < 0) return !/[%&=\uff52]/.test(before);
  return whole.test(before.slice(last).toLowerCase());
}
