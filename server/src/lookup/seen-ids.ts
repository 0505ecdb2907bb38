import { setImmediate as turn } from 'node:timers/promises';
import { traceOfId } from '@request-desk/shared/id-trace';
import { indexedByPrefix, indexedIds } from '../clickhouse/queries/lookup-index.ts';
import { tracedByPrefix, tracedIds } from '../clickhouse/queries/lookup-traced.ts';
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

/** Asks once for all ids that are asked for in one turn: many wait for the same look at how far the store is. */
export class Arrivals {
  readonly #sources: Sources;
  #asked = new Set<string>();
  #seen: Promise<ReadonlySet<string>> | undefined;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** Whether `requestId` is stored by now, as an index knows it; much less work than its dossier. */
  async has(requestId: string): Promise<boolean> {
    this.#asked.add(requestId);
    this.#seen ??= this.#ask();
    return (await this.#seen).has(requestId);
  }

  async #ask(): Promise<ReadonlySet<string>> {
    await turn();
    const asked = [...this.#asked];
    this.#asked = new Set();
    this.#seen = undefined;
    return new Set((await seenIds(this.#sources, asked)).map(({ request_id }) => request_id));
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
