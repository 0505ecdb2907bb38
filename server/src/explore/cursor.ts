import { isRequestId } from '@request-desk/shared/ids';
import type { Place } from '../clickhouse/queries/search.ts';
import { ApiError } from '../http/api-error.ts';

/** Where a page ends, and where the whole list began: its `from` must not move between pages. */
interface PageCursor {
  readonly fromMs: number;
  readonly place: Place;
}

export function writeCursor({ fromMs, place }: PageCursor): string {
  return Buffer.from(`${fromMs}.${place.ns}.${place.id}`).toString('base64url');
}

/** Throws ApiError (400) for anything that writeCursor did not write. */
export function readCursor(text: string): PageCursor {
  const [from, ns, id] = Buffer.from(text, 'base64url').toString().split('.');
  if (/^-?\d{1,15}$/.test(from ?? '') && /^\d{1,19}$/.test(ns ?? '') && isRequestId(id ?? ''))
    return { fromMs: Number(from), place: { ns: ns ?? '', id: id ?? '' } };
  throw new ApiError('invalid_cursor', {
    cause: 'undecodable',
    message: 'cursor: is not one of ours; begin again without it',
  });
}
