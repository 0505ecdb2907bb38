import type { ExploreRow } from '@request-desk/shared/explore-api';

/** Rows kept on the screen; older ones are in the search. */
export const KEPT_ROWS = 1_000;

/** What a tail shows: rows newest first, those that came with the last step, and what waits. */
export interface TailView {
  readonly rows: readonly ExploreRow[];
  readonly fresh: ReadonlySet<string>;
}

/** Puts rows from before the tail began (newest first) below those that came since. */
export function withEarlier(view: TailView, earlier: readonly ExploreRow[]): TailView {
  const known = new Set(view.rows.map((row) => row.request_id));
  const below = earlier.filter((row) => !known.has(row.request_id));
  return { ...view, rows: [...view.rows, ...below].slice(0, KEPT_ROWS) };
}

/** Puts `arrived` (oldest first) on top; a row that is there already is not repeated. */
export function withArrived(view: TailView, arrived: readonly ExploreRow[]): TailView {
  const known = new Set(view.rows.map((row) => row.request_id));
  const fresh = new Map<string, ExploreRow>();
  for (const row of arrived) if (!known.has(row.request_id)) fresh.set(row.request_id, row);
  if (fresh.size === 0) return view.fresh.size === 0 ? view : { ...view, fresh: new Set() };
  return {
    rows: [...[...fresh.values()].reverse(), ...view.rows].slice(0, KEPT_ROWS),
    fresh: new Set(fresh.keys()),
  };
}
