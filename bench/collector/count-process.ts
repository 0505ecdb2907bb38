/** Counts the spans of an embedded store that nobody else has open: `node count-process.ts DIRECTORY`. */
import { z } from 'zod';
import { openClickHouse } from '../../server/src/clickhouse/client.ts';

const counted = z.object({ rows: z.number(), spans: z.number() });
const store = await openClickHouse({ path: process.argv[2] ?? '' });
const sql = 'SELECT count() AS rows, uniqExact(TraceId, SpanId) AS spans FROM otel_traces';
process.send?.((await store.query(sql, {}, counted))[0]);
await store.close();
process.exit();
