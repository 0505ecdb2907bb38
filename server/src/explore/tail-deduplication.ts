import type { RequestFilter, TailBatch } from '@request-desk/shared/explore-api';
import type { ClickHouse } from '../clickhouse/client.ts';
import { arrivedSince, idsArrivedSince } from '../clickhouse/queries/search.ts';

const MAX_ROWS = 1_000;

/** Separates new rows from those sent already, although each query overlaps the one before. */
export class TailDeduplication {
  readonly #clickhouse: ClickHouse;
  readonly #filter: RequestFilter;
  /** Ids sent or left out for good, with the time when the store took them. */
  readonly #done = new Map<string, number>();

  constructor(clickhouse: ClickHouse, filter: RequestFilter) {
    this.#clickhouse = clickhouse;
    this.#filter = filter;
  }

  /**
   * Rows that the store took since `sinceMs` and that were not sent before, oldest first; of more
   * than a thousand the newest, the others are skipped for good.
   */
  async newSince(sinceMs: number): Promise<Pick<TailBatch, 'items' | 'skipped'>> {
    for (const [id, arrivedMs] of this.#done) if (arrivedMs < sinceMs) this.#done.delete(id);
    const limit = MAX_ROWS + this.#done.size;
    const arrived = await arrivedSince(this.#clickhouse, sinceMs, this.#filter, limit);
    const fresh = arrived.filter(({ row }) => !this.#done.has(row.request_id)).slice(-MAX_ROWS);
    for (const { row, arrivedMs } of fresh) this.#done.set(row.request_id, arrivedMs);
    const skipped = arrived.length < limit ? 0 : await this.#skipAll(sinceMs);
    return { items: fresh.map(({ row }) => row), skipped };
  }

  /** Rows taken from `sinceMs` up to `untilMs` are left out. */
  async skip(sinceMs: number, untilMs: number): Promise<void> {
    const ids = await idsArrivedSince(this.#clickhouse, sinceMs, this.#filter);
    for (const [id, arrivedMs] of ids) if (arrivedMs <= untilMs) this.#done.set(id, arrivedMs);
  }

  async #skipAll(sinceMs: number): Promise<number> {
    const before = this.#done.size;
    const ids = await idsArrivedSince(this.#clickhouse, sinceMs, this.#filter);
    for (const [id, arrivedMs] of ids) this.#done.set(id, arrivedMs);
    return this.#done.size - before;
  }
}
