import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { freePort, startClickHouse } from '../../../testkit/engines/clickhouse-server.ts';
import { deliver } from '../../../testkit/engines/store-delivery.ts';
import { openClickHouse } from '../../src/clickhouse/client.ts';
import { failedSamples } from '../../src/clickhouse/queries/alert-samples.ts';
import { errorRates, requestsBetween } from '../../src/clickhouse/queries/error-rates.ts';
import { facetValues } from '../../src/clickhouse/queries/explore-columns.ts';
import { facetCounts } from '../../src/clickhouse/queries/facets.ts';
import { requestHistogram } from '../../src/clickhouse/queries/histogram.ts';
import { callersHit, keyCounts } from '../../src/clickhouse/queries/key-counts.ts';
import { latencyRows } from '../../src/clickhouse/queries/latency.ts';
import { outcomesByOrg } from '../../src/clickhouse/queries/lookup-blast.ts';
import { indexedByPrefix, indexedIds } from '../../src/clickhouse/queries/lookup-index.ts';
import { eventsOfTraces, recordsOfTrace } from '../../src/clickhouse/queries/lookup-logs.ts';
import { requestsAround } from '../../src/clickhouse/queries/lookup-neighbours.ts';
import { releaseCounts } from '../../src/clickhouse/queries/releases.ts';
import { searchRequests } from '../../src/clickhouse/queries/search.ts';
import { topCallers } from '../../src/clickhouse/queries/top.ts';
import { startRollups } from '../../src/clickhouse/rollups.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';
import { SchemaKeeper } from '../../src/clickhouse/schema/schema-keeper.ts';
import { StoreUnusable } from '../../src/clickhouse/schema/store-unusable.ts';
import { StoreUnavailable } from '../../src/clickhouse/store-fault.ts';

const LEFT_OUT = ['client_closed'];
const directory = mkdtempSync(join(tmpdir(), 'desk-twice-'));
afterAll(() => rmSync(directory, { recursive: true }));

describe('a segment that holds everything twice', () => {
  it('changes no answer', async () => {
    const server = await startClickHouse(join(directory, 'server'), await freePort());
    const at = Date.now();
    const answers = [];
    for (const times of [1, 2]) {
      const store = await openClickHouse({ url: `${server.url}/times_${times}`, path: '' });
      await migrate(store, 30);
      await deliver(store, { directory, range: { from: 1, to: 9 }, times, receivedMs: at });
      const range = { fromMs: at - 60_000, toMs: at + 60_000 };
      const log = pino({ level: 'silent' });
      const rollups = await startRollups(store, { now: Date.now, intervalMs: 3_600_000, log });
      await rollups.tick();
      await rollups.stop();
      const s = Math.floor(at / 1000);
      const buckets = { from: s - 3_600, to: s + 3_600, step: 60 };
      const day = new Date(at).toISOString().slice(0, 10);
      const days = { from: day, to: day };
      const trace = '0000000000000003'.repeat(2);
      answers.push([
        await requestsAround(store, { keyId: '', at, range, limit: 10 }),
        await searchRequests(store, { range, filter: {}, limit: 10 }),
        await requestHistogram(store, range, {}, 60),
        await facetCounts(store, { range, filter: {}, values: facetValues(['code']), limit: 10 }),
        await latencyRows(store, { range, stepS: 60, uncounted: [] }),
        await errorRates(store, buckets),
        await requestsBetween(store, buckets.from, buckets.to),
        await topCallers(store, {
          range,
          code: 'not_found',
          by: 'org',
          limit: 10,
          uncounted: LEFT_OUT,
        }),
        await keyCounts(store, range, 'org_a', LEFT_OUT),
        await releaseCounts(store, range, LEFT_OUT),
        await callersHit(store, range, 'not_found', LEFT_OUT),
        await recordsOfTrace(store, trace, days, 100),
        await eventsOfTraces(store, [trace], days),
        await indexedIds(store, ['req_0000000000000003']),
        await indexedByPrefix(store, '000', 20),
        await outcomesByOrg(store, { code: 'not_found', route: '', ...buckets }),
        await failedSamples(store, { ...range, codes: ['not_found'], uncounted: [] }, 10),
      ]);
      await store.close();
    }
    await server.kill();
    expect(answers[0]?.[0]).toHaveLength(8);
    // Nothing below would differ if nothing was there.
    for (const answer of answers[0] ?? []) expect(JSON.stringify(answer)).toMatch(/[1-9]/);
    expect(answers[1]).toEqual(answers[0]);
  }, 60_000);
});

describe('a store that does not serve us', () => {
  it('hangs: a prompt query gives up within 3 s, any other within 7', async () => {
    const server = createServer(() => undefined).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const store = await openClickHouse({ url: `http://127.0.0.1:${port}`, path: '' });
    const started = performance.now();
    const longer = expect(store.query('SELECT 1', {}, z.unknown())).rejects;
    const prompt = store.prompt?.query('SELECT 1', {}, z.unknown());
    await expect(prompt).rejects.toBeInstanceOf(StoreUnavailable);
    expect(performance.now() - started).toBeLessThan(3_000);
    await longer.toBeInstanceOf(StoreUnavailable);
    expect(performance.now() - started).toBeLessThan(7_000);
    await store.close();
    server.close();
  }, 15_000);

  // What ClickHouse does whose disk is full, as it holds an answer back until it is whole.
  it('has found more than it sends: that is no answer', async () => {
    let sent = '';
    const server = createHttp((_, answer) => {
      answer.setHeader('x-clickhouse-summary', '{"read_rows":"2","result_rows":"2"}');
      answer.end(sent);
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const store = await openClickHouse({ url: `http://127.0.0.1:${port}`, path: '' });
    const row = z.object({ n: z.number() });
    const ask = () => store.query('SELECT n FROM two', {}, row);
    for (sent of ['', '{"n":1}\n']) await expect(ask()).rejects.toBeInstanceOf(StoreUnavailable);
    sent = '{"n":1}\n{"n":2}\n';
    expect(await ask()).toEqual([{ n: 1 }, { n: 2 }]);
    await store.close();
    server.close();
  });

  it.each([
    [516, 'password'],
    [164, 'does not let the user'],
    [497, 'does not let the user'],
  ])('refuses the user with %i: the start is, too, in one line', async (code, says) => {
    const server = createHttp((_, answer) => {
      answer.writeHead(403, { 'x-clickhouse-exception-code': String(code) });
      answer.end(`Code: ${code}. DB::Exception: no. (REASON)\nStack trace`);
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const store = await openClickHouse({ url: `http://u:p@127.0.0.1:${port}`, path: '' });
    const log = pino({ level: 'silent' });
    const keeper = new SchemaKeeper({ clickhouse: store, retentionDays: 30, log });
    const thrown = await keeper.start().catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(StoreUnusable);
    expect(String(thrown)).toContain(says);
    expect(String(thrown)).not.toContain('\n');
    await keeper.stop();
    await store.close();
    server.close();
  });
});
