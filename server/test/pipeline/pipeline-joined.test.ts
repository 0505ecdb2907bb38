import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Unreadable } from '@request-desk/fastify/spool/sink';
import { DAY_MS } from '@request-desk/shared/durations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type ClickHouseServer,
  freePort,
  startClickHouse,
} from '../../../testkit/engines/clickhouse-server.ts';
import { logsBody, tracesBody } from '../../../testkit/otlp/otlp-bodies.ts';
import { earlierFrame } from '../../../testkit/spool/segments.ts';
import { type OpenedStore, openClickHouse } from '../../src/clickhouse/client.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';
import { clickHouseSink } from '../../src/clickhouse/segments/clickhouse-sink.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-joined-'));
const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
let server: ClickHouseServer;
const stores: OpenedStore[] = [];

beforeAll(async () => {
  server = await startClickHouse(join(directory, 'server'), await freePort());
  stores.push(await openClickHouse({ path: join(directory, 'embedded') }));
  stores.push(await openClickHouse({ url: server.url, path: '' }));
  for (const store of stores) await migrate(store, 30);
});

afterAll(async () => {
  for (const store of stores) await store.close();
  await server.kill();
  rmSync(directory, { recursive: true });
});

/** Ten segments, received a minute apart; some hold times that are impossible when they came. */
function segments(stream: 'errors' | 'traces', from: number) {
  return Array.from({ length: 10 }, (_, n) => {
    const receivedMs = today + n * 60_000;
    const bodies = [receivedMs - 1_000, receivedMs - 400 * DAY_MS, receivedMs + DAY_MS].map(
      (at, place) => {
        const id = (from + n * 3 + place).toString(16).padStart(16, '0');
        const attributes = {
          'request_desk.request.id': `req_${id}`,
          'request_desk.error.code': 'not_found',
        };
        const event = {
          traceId: id + id,
          eventName: 'request_desk.request',
          severity: 13,
          attributes,
        };
        const span = { traceId: id + id, spanId: id, name: 'GET' };
        return stream === 'errors' ? logsBody([{ ...event, at }]) : tracesBody([{ ...span, at }]);
      },
    );
    const path = join(directory, `${stream}-${n}.seg`);
    writeFileSync(path, Buffer.concat(bodies.map(earlierFrame)));
    return { path, receivedMs };
  });
}

describe.each([
  ['embedded', 0],
  ['by URL', 1],
] as const)('segments that are delivered together, %s', (_, which) => {
  it.each([
    ['errors', 'otel_logs'],
    ['traces', 'otel_traces'],
  ] as const)('write the rows of %s that each alone writes', async (stream, table) => {
    const store = stores[which];
    if (store === undefined) throw new Error('no store');
    const sink = clickHouseSink(store, 30);
    const rows = () =>
      store.query(
        `SELECT count() AS n, uniqExact(Timestamp) AS times, toString(sum(cityHash64(*))) AS sum FROM ${table} FINAL`,
        {},
        z.object({ n: z.number(), times: z.number(), sum: z.string() }),
      );
    const parts = segments(stream, 1);
    await sink.deliverTogether?.({ stream, parts });
    const together = await rows();
    expect(together).toMatchObject([{ n: 30, times: 20 }]);
    for (const part of parts) await sink.deliver({ stream, ...part });
    expect(await rows()).toEqual(together);
  });

  it('are all refused when one of them cannot be read', async () => {
    const store = stores[which];
    if (store === undefined) throw new Error('no store');
    const parts = segments('errors', 1_000);
    const path = join(directory, 'broken.seg');
    writeFileSync(path, earlierFrame(Uint8Array.of(0x0a, 0x7f, 1)));
    const joined = { stream: 'errors', parts: [...parts, { path, receivedMs: today }] } as const;
    const sink = clickHouseSink(store, 30);
    await expect(sink.deliverTogether?.(joined)).rejects.toThrow(Unreadable);
  });
});
