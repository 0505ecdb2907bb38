import { ORG_ATTRIBUTES } from '@request-desk/shared/legacy-contract';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';

/** A process that delivers knows of an erasure after this. */
const CHECK_ERASURES_EVERY_MS = 5_000;
/** Deliveries that began before it are over after this, too. */
export const KNOWN_EVERYWHERE_MS = CHECK_ERASURES_EVERY_MS + 5_000;

const counted = z.object({ count: z.number() });

/** Whether anything was erased at all: until then deliveries need not look. */
export class Erasures {
  readonly #clickhouse: Pick<ClickHouse, 'query'>;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #exist = false;

  constructor(clickhouse: Pick<ClickHouse, 'query'>) {
    this.#clickhouse = clickhouse;
  }

  /** Rejects as `ClickHouse.query` does. */
  async exist(): Promise<boolean> {
    const now = performance.now();
    if (now - this.#lookedAt < CHECK_ERASURES_EVERY_MS) return this.#exist;
    const sql = 'SELECT count() AS count FROM erased_orgs';
    const [row] = await this.#clickhouse.query(sql, {}, counted);
    this.#exist = (row?.count ?? 0) > 0;
    this.#lookedAt = now;
    return this.#exist;
  }
}

/** A condition on rows with TraceId, Timestamp and `attributes`: nothing of what was erased. */
export function notErased(attributes: 'LogAttributes' | 'SpanAttributes'): string {
  const until = `(SELECT mapFromArrays(groupArray(OrgId), groupArray(At))
    FROM (SELECT OrgId, max(ErasedAt) AS At FROM erased_orgs GROUP BY OrgId))`;
  const orgs = ORG_ATTRIBUTES.map((name) => `Timestamp <= ${until}[${attributes}['${name}']]`);
  return `NOT (TraceId IN (SELECT TraceId FROM erased_traces) OR ${orgs.join(' OR ')})`;
}
