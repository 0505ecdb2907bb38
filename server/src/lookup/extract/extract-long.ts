import { setImmediate as breathe } from 'node:timers/promises';
import type { DamagedId, Extraction, FoundId } from './extract.ts';
import type { Extractor } from './extractor.ts';

/** Read at once; about ten milliseconds of work. */
const PIECE = 256 * 1024;
/** Longer text is cut: nobody reads what is behind. */
const MOST_CHARACTERS = 12_000_000;
/** An id is shorter than this, wrapped and encoded. */
const REACH = 80;

/** As `extract` of the extractor, but lets other requests of the process run in between. */
export async function extractLong(
  extractor: Extractor,
  text: string,
  limit: number,
): Promise<Extraction> {
  if (text.length <= PIECE) return extractor.extract(text, limit);
  const ids = new Map<string, FoundId>();
  const damaged = new Map<string, DamagedId>();
  const most = Math.min(text.length, MOST_CHARACTERS);
  for (let from = 0; from < most; ) {
    const to = cutAfter(extractor, text, from, most);
    const piece = extractor.extract(text.slice(from, to), Number.POSITIVE_INFINITY);
    for (const id of piece.ids) ids.set(id.requestId ?? id.traceId ?? '', id);
    for (const one of piece.damaged) if (damaged.size < 50) damaged.set(one.text, one);
    from = to;
    await breathe();
  }
  return {
    ids: [...ids.values()].slice(0, limit),
    damaged: [...damaged.values()].filter(({ repaired }) => !ids.has(repaired ?? '')),
    ignored: Math.max(0, ids.size - limit),
  };
}

/** The end of a piece: white space that no id stands across, near its full length. */
function cutAfter(extractor: Extractor, text: string, from: number, most: number): number {
  const full = from + PIECE;
  if (full >= most) return most;
  for (let at = full; at > full - PIECE / 2; at--) {
    if (/\s/.test(text[at] ?? '') && isWhole(extractor, text.slice(at - REACH, at))) return at;
  }
  return full;
}

/** True when no id is half read at the end of `before`: the last one is complete, or there is none. */
function isWhole({ opening, whole }: Extractor, before: string): boolean {
  const last = before.toLowerCase().lastIndexOf(opening);
  if (last < 0) return !/[%&\uff52]/.test(before);
  return whole.test(before.slice(last).toLowerCase());
}
