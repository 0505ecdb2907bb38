import { z } from 'zod';
import type { ClickHouse } from '../../server/src/clickhouse/client.ts';
import { type Clamp, insertSelect } from '../../server/src/clickhouse/segments/insert-select.ts';
import type { Row } from './expected-rows.ts';
import type { StoredSignal } from './otlp-descriptors.ts';

const TABLE = { traces: 'otel_traces', logs: 'otel_logs' } as const;
const map = (column: string) =>
  `arrayFlatten(arrayMap((k, v) -> [hex(k), hex(v)], mapKeys(${column}), mapValues(${column})))`;
const time = 'toString(toUnixTimestamp64Nano(Timestamp))';

const COLUMNS = {
  traces: `${time}, TraceId, SpanId, ParentSpanId, hex(SpanName), hex(ScopeName),
    ${map('ResourceAttributes')}, ${map('SpanAttributes')},
    arrayMap((n, a) -> (hex(n), ${map('a')}), Events.Name, Events.Attributes),
    arrayMap((t, a) -> (t, ${map('a')}), Links.TraceId, Links.Attributes), hex(StatusMessage)`,
  logs: `${time}, TraceId, SpanId, SeverityNumber, hex(SeverityText), hex(Body),
    ${map('ResourceAttributes')}, ${map('LogAttributes')}, hex(ScopeName), hex(EventName)`,
} as const;

const line = z.object({ row: z.array(z.any()) });

/** What the engine makes of spooled bodies, by the pipeline's own statement, without any merging. */
export class EngineRows {
  readonly #clickhouse: ClickHouse;

  private constructor(clickhouse: ClickHouse) {
    this.#clickhouse = clickhouse;
  }

  /** Tables of the migrated schema's columns that keep rows as they come, in order. */
  static async open(clickhouse: ClickHouse): Promise<EngineRows> {
    await clickhouse.command('CREATE DATABASE fuzz');
    for (const table of Object.values(TABLE)) {
      await clickhouse.command(
        `CREATE TABLE fuzz.${table} ENGINE = Memory AS SELECT * FROM ${table} LIMIT 0`,
      );
    }
    return new EngineRows(clickhouse);
  }

  async of(signal: StoredSignal, segment: string, clamp: Clamp): Promise<Row[]> {
    const table = TABLE[signal];
    const { sql, settings } = insertSelect(signal, { file: segment }, clamp);
    const into = sql.replace(`INSERT INTO ${table}`, `INSERT INTO fuzz.${table}`);
    await this.#clickhouse.command(`TRUNCATE TABLE fuzz.${table}`);
    await this.#clickhouse.command(into, {}, { ...settings, max_threads: 1 });
    const rows = await this.#clickhouse.query(
      `SELECT tuple(${COLUMNS[signal]}) AS row FROM fuzz.${table}
       SETTINGS output_format_json_named_tuples_as_objects = 0`,
      {},
      line,
    );
    return rows.map(({ row }) => row);
  }
}
