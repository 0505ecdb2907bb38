import { traceOfId } from '@request-desk/shared/id-trace';
import type { DayRange } from '../clickhouse/queries/day-range.ts';
import { indexedByPrefix, indexedIds } from '../clickhouse/queries/lookup-index.ts';
import { daysOfTraces } from '../clickhouse/queries/lookup-probe.ts';
import { tracedByPrefix, tracedIds } from '../clickhouse/queries/lookup-traced.ts';
import { CoalescedReads } from './coalesced-reads.ts';
import type { LookupOptions } from './sources.ts';

type Sources = Pick<LookupOptions, 'clickhouse' | 'profile'>;

/** A request id that was seen: on which day (`YYYY-MM-DD`, UTC), and in which trace. */
export interface SeenId {
  readonly request_id: string;
  readonly trace_id: string;
  readonly seen_on: string;
}

/** Where each of `requestIds` was seen; ids that never were are not in the answer. */
export async function seenIds(sources: Sources, requestIds: readonly string[]): Promise<SeenId[]> {
  const { clickhouse, profile } = sources;
  if (!isIndexed(sources)) return await tracedIds(clickhouse, requestIds);
  const rows = await indexedIds(clickhouse, requestIds);
  return rows.map((row) => ({
    ...row,
    trace_id: traceOfId(profile.request_id, row.request_id) ?? '',
  }));
}

/** What the store knows of ids, read at once for all who ask for one. */
export class StoredIds {
  readonly #seen: CoalescedReads<SeenId>;
  readonly #days: CoalescedReads<DayRange>;

  constructor(sources: Sources) {
    this.#seen = new CoalescedReads(async (ids) => {
      const seen = await seenIds(sources, ids);
      return new Map(seen.map((one) => [one.request_id, one]));
    });
    this.#days = new CoalescedReads((traceIds) => daysOfTraces(sources.clickhouse, traceIds));
  }

  /** As `seenIds`, by their ids; those of others may be among them. */
  async seen(requestIds: readonly string[]): Promise<ReadonlyMap<string, SeenId>> {
    return requestIds.length === 0 ? new Map() : await this.#seen.get(requestIds);
  }

  /** The days on which a trace has spans or log records. */
  async daysOf(traceId: string): Promise<DayRange | undefined> {
    return (await this.#days.get([traceId])).get(traceId);
  }
}

/** Up to `limit` ids whose characters after the prefix begin with `body`, the newest first. */
export async function seenByPrefix(
  sources: Sources,
  body: string,
  limit: number,
): Promise<string[]> {
  const { clickhouse, profile } = sources;
  const rows = isIndexed(sources)
    ? await indexedByPrefix(clickhouse, body, limit)
    : await tracedByPrefix(clickhouse, profile.request_id.prefix + body, limit);
  return rows.map(({ request_id }) => request_id);
}

/** The small index holds ids of one form only; all others stand in full, with their traces. */
export function isIndexed({ profile }: Pick<Sources, 'profile'>): boolean {
  const { prefix, alphabet, length, names_trace } = profile.request_id;
  return names_trace && prefix === 'req_' && alphabet === 'hex' && length === 16;
}
