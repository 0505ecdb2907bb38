import type { RequestRow } from '@request-desk/shared/dossier';
import type { ClickHouse } from '../clickhouse/client.ts';
import { lastAccepted } from '../clickhouse/queries/lookup-history.ts';
import type { CalledRow } from '../clickhouse/queries/lookup-neighbours.ts';
import type { TimeRange } from '../clickhouse/queries/time-range.ts';

/** A call that was answered with success, and what the key did before the time that is asked about. */
interface AcceptedQuestion {
  readonly call: { readonly keyId: string; readonly method: string; readonly route: string };
  /** Calls of the key, the nearest first, with none left out between them and the end of `range`. */
  readonly before: readonly CalledRow[];
  readonly range: TimeRange;
}

/**
 * The newest call of a key on a route that was answered with success, before `range.toMs`: among those
 * that were read anyway, or else from the store.
 */
export async function newestAccepted(
  clickhouse: ClickHouse,
  { call, before, range }: AcceptedQuestion,
): Promise<RequestRow | undefined> {
  return acceptedAmong(call, before, range) ?? (await lastAccepted(clickhouse, call, range));
}

/**
 * Undefined, too, where milliseconds do not decide which came last: the store knows nanoseconds. The last
 * row of `before` has neighbours that were not read.
 */
function acceptedAmong(
  { method, route }: AcceptedQuestion['call'],
  before: readonly CalledRow[],
  { fromMs, toMs }: TimeRange,
): RequestRow | undefined {
  const isAccepted = (row: CalledRow) =>
    row.method === method && row.route === route && row.code === '' && row.cause === '';
  const earlier = before.filter(({ at }) => Date.parse(at) >= fromMs && Date.parse(at) < toMs);
  const [newest, next] = earlier.filter(isAccepted);
  const isTold = newest?.at !== next?.at && newest?.at !== before.at(-1)?.at;
  if (newest === undefined || !isTold) return undefined;
  const { call_target: _target, call_content: _content, ...row } = newest;
  return row;
}
