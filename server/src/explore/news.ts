import type { RequestFilter, TailBatch } from '@request-desk/shared/explore-api';
import type { ClickHouse } from '../clickhouse/client.ts';
import { type Arrived, arrivedSince, countArrived } from '../clickhouse/queries/search.ts';

const MAX_ROWS = 1_000;

/** Tells new rows from those already told, although each question overlaps the one before. */
export class News {
  readonly #clickhouse: ClickHouse;
  readonly #filter: RequestFilter;
  /** Ids already told, with the time when the store took them. */
  readonly #told = new Map<string, number>();
  /** Rows from before this time that arrived before that one were left out for good. */
  #left = { at: '', arrivedMs: 0 };

  constructor(clickhouse: ClickHouse, filter: RequestFilter) {
    this.#clickhouse = clickhouse;
    this.#filter = filter;
  }

  /** Rows that the store took since `sinceMs` and that were not told before, oldest first. */
  async since(sinceMs: number): Promise<Pick<TailBatch, 'items' | 'skipped'>> {
    for (const [id, arrivedMs] of this.#told) if (arrivedMs < sinceMs) this.#told.delete(id);
    const limit = MAX_ROWS + this.#told.size;
    const arrived = await arrivedSince(this.#clickhouse, sinceMs, this.#filter, limit);
    const fresh = arrived.filter((one) => !this.#isOld(one));
    const items = fresh.slice(-MAX_ROWS);
    const skipped = arrived.length < limit ? 0 : await this.#skipped(sinceMs, items);
    for (const { row, arrivedMs } of items) this.#told.set(row.request_id, arrivedMs);
    return { items: items.map(({ row }) => row), skipped };
  }

  #isOld({ row, arrivedMs }: Arrived): boolean {
    if (this.#told.has(row.request_id)) return true;
    return row.at < this.#left.at && arrivedMs <= this.#left.arrivedMs;
  }

  async #skipped(sinceMs: number, items: readonly Arrived[]): Promise<number> {
    const total = await countArrived(this.#clickhouse, sinceMs, this.#filter, this.#left);
    const skipped = Math.max(0, total - this.#told.size - items.length);
    const [oldest] = items;
    if (skipped > 0 && oldest)
      this.#left = {
        at: oldest.row.at,
        arrivedMs: Math.max(...items.map(({ arrivedMs }) => arrivedMs)),
      };
    return skipped;
  }
}
