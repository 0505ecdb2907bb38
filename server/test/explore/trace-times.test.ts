import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS } from '@request-desk/shared/durations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type ClickHouseServer,
  freePort,
  startClickHouse,
} from '../../../testkit/engines/clickhouse-server.ts';
import { type OpenedStore, openClickHouse } from '../../src/clickhouse/client.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';

const DAYS = 5;
const TRACES_PER_DAY = 20_000;
const SPANS = DAYS * TRACES_PER_DAY * 2;
/** Of the middle of a day, so that no trace ends on another one. */
const NOON = Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS / 2;
const MIDDLE = 2 * TRACES_PER_DAY + 12_345;
const directory = mkdtempSync(join(tmpdir(), 'desk-trace-times-'));
let server: ClickHouseServer;
let store: OpenedStore;

beforeAll(async () => {
  server = await startClickHouse(directory, await freePort());
  store = await openClickHouse({ url: server.url, path: '' });
  await migrate(store, 30);
  // Each trace has a span that begins at its start and one that begins two seconds later.
  await store.command(
    `INSERT INTO otel_traces (Timestamp, TraceId, SpanId, SpanName, ServiceName, Duration)
     SELECT fromUnixTimestamp64Milli(toInt64({noon: Int64} - ${DAY_MS} * intDiv(trace, ${TRACES_PER_DAY})
         + 2000 * (number % 2) + 250)),
       lower(hex(MD5(toString(trace)))), lower(leftPad(hex(number), 16, '0')), 'step', 'api', 1000000
     FROM (SELECT number, intDiv(number, 2) AS trace FROM numbers(${SPANS}))`,
    { noon: NOON },
  );
}, 120_000);

afterAll(async () => {
  await store.close();
  await server.kill();
  rmSync(directory, { recursive: true });
});

const summary = z.object({ read_rows: z.coerce.number() });
const answer = z.object({ data: z.array(z.record(z.string(), z.unknown())) });

/** What a statement answers, and how many rows the server read for it. */
async function asked(sql: string) {
  const response = await fetch(
    `${server.url}/?database=${store.database}&default_format=JSON&wait_end_of_query=1`,
    { method: 'POST', body: sql },
  );
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  const { read_rows: read } = summary.parse(
    JSON.parse(response.headers.get('x-clickhouse-summary') ?? ''),
  );
  return { rows: answer.parse(JSON.parse(text)).data, read };
}

/** The statement of Grafana's ClickHouse plugin for a trace id, with its default table of times. */
const ofGrafana = (trace: string) => `WITH '${trace}' as trace_id,
  (SELECT min(Start) FROM "${store.database}"."otel_traces_trace_id_ts" WHERE TraceId = trace_id) as trace_start,
  (SELECT max(End) + 1 FROM "${store.database}"."otel_traces_trace_id_ts" WHERE TraceId = trace_id) as trace_end
SELECT "TraceId" as traceID, "SpanId" as spanID, "ParentSpanId" as parentSpanID, "ServiceName" as serviceName,
  "SpanName" as operationName, "Timestamp" as startTime, multiply("Duration", 0.000001) as duration,
  arrayMap(key -> map('key', key, 'value',"SpanAttributes"[key]), mapKeys("SpanAttributes")) as tags
FROM "${store.database}"."otel_traces"
WHERE traceID = trace_id AND startTime >= trace_start AND startTime <= trace_end
LIMIT 1000`;

const trace = async () =>
  (await asked(`SELECT lower(hex(MD5('${MIDDLE}'))) AS id`)).rows[0]?.id as string;

describe('otel_traces_trace_id_ts', () => {
  it('has the columns of the exporter’s table', async () => {
    const { rows } = await asked('DESCRIBE otel_traces_trace_id_ts');
    expect(rows.map(({ name, type }) => [name, type])).toEqual([
      ['TraceId', 'String'],
      ['Start', 'DateTime'],
      ['End', 'DateTime'],
    ]);
  });

  it('says when a trace began and ended, and reads few rows for it', async () => {
    const { rows, read } = await asked(
      `SELECT TraceId, toUnixTimestamp(Start) AS start, toUnixTimestamp(End) AS end
       FROM otel_traces_trace_id_ts WHERE TraceId = '${await trace()}'`,
    );
    const start = (NOON - 2 * DAY_MS) / 1000;
    expect(rows).toEqual([{ TraceId: await trace(), start, end: start + 2 }]);
    expect(read).toBeLessThan(SPANS / 15);
  });

  it('lets Grafana find a trace by its id alone, by the key', async () => {
    const { rows, read } = await asked(ofGrafana(await trace()));
    expect(rows.map(({ traceID, operationName }) => [traceID, operationName])).toEqual(
      Array(2).fill([await trace(), 'step']),
    );
    expect(read).toBeLessThan(SPANS / 7);
    expect((await asked(ofGrafana('0'.repeat(32)))).rows).toEqual([]);
  });
});
