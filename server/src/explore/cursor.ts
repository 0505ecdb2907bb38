import type { RowPosition } from '../clickhouse/queries/search.ts';
import { ConsoleError } from '../console/console-error.ts';

/** Where a page ends, and where the whole list began: its `from` must not move between pages. */
interface PageCursor {
  readonly fromMs: number;
  readonly place: RowPosition;
}

export function writeCursor({ fromMs, place }: PageCursor): string {
  return Buffer.from(`${fromMs}.${place.ns}.${place.id}`).toString('base64url');
}

/** Throws ConsoleError (400) for anything that writeCursor did not write. */
export function readCursor(text: string): PageCursor {
  // An id may be anything: rows of producers that do not follow our rule are listed, too.
  const parts = /^(\d{1,15})\.(\d{1,19})\.(.*)$/s.exec(Buffer.from(text, 'base64url').toString());
  const [, from, ns, id] = parts ?? [];
  if (from !== undefined && ns !== undefined && id !== undefined)
    return { fromMs: Number(from), place: { ns, id } };
  throw new ConsoleError('bad_cursor', 'cursor: is not one of ours; begin again without it');
}
