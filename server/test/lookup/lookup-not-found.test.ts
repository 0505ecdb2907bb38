import { dossier } from '@request-desk/shared/dossier';
import { DAY_MS } from '@request-desk/shared/durations';
import { traceIdOf } from '@request-desk/shared/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LookupDesk, openLookupDesk } from '../../../testkit/desks/lookup-desk.ts';
import { watermarkOf } from '../../../testkit/desks/watermark-of.ts';
import { mintRequestId } from '../../../testkit/lookup/mint-request-id.ts';
import type { ClickHouse } from '../../src/clickhouse/client.ts';
import { StoreUnavailable } from '../../src/clickhouse/store-fault.ts';
import { createLookup } from '../../src/lookup/lookup.ts';
import { MEETSO_PROFILE } from '../../src/meetso/profile.ts';

let desk: LookupDesk;

beforeAll(async () => {
  desk = await openLookupDesk();
});

afterAll(async () => {
  await desk.close();
});

async function ask(id: string) {
  const response = await fetch(`${desk.url}/support/v1/requests/${encodeURIComponent(id)}`);
  const answer = dossier.parse(await response.json());
  return { response, answer };
}

/** Puts an id into the index as if its request had been seen `days` ago. */
async function indexed(id: string, days: number): Promise<void> {
  await desk.clickhouse.command(
    `INSERT INTO request_index VALUES ({id: UInt64}, toDate(now() - toIntervalDay({days: UInt32})), '')`,
    { id: BigInt(`0x${id.slice(4)}`), days },
  );
}

/** What a process has that reads the store. */
function places(clickhouse = desk.clickhouse) {
  return {
    profile: MEETSO_PROFILE,
    directory: desk.directory,
    retentionDays: 30,
    now: Date.now,
    sentry: { dsn: undefined, url: undefined, org: undefined, project: undefined },
    clickhouse,
    watermark: watermarkOf(clickhouse, desk.producers),
    alertsAt: async () => [],
    consoleUrl: () => 'http://desk.example',
    publicApiUrl: () => 'http://api.example',
  };
}

describe('an id without a dossier', () => {
  it('malformed: says what is wrong with it and offers repairs', async () => {
    const { response, answer } = await ask('req_7Oac81fe9ef7a3c6');
    expect(response.status).toBe(400);
    expect(answer).toMatchObject({
      reason: 'malformed',
      suggestions: ['req_70ac81fe9ef7a3c6'],
      explanation: expect.stringContaining('not hexadecimal'),
    });
    expect((await ask('70ac81fe9ef7a3c6')).answer).toMatchObject({
      suggestions: ['req_70ac81fe9ef7a3c6'],
    });
  });

  it('never seen: offers ids that exist and are one slip away', async () => {
    const id = desk.write(Date.now() - 60_000, {});
    await desk.settle();
    const slip = id.endsWith('0') ? id.replace(/0$/, '1') : id.replace(/.$/, '0');
    const { response, answer } = await ask(slip);
    expect(response.status).toBe(404);
    expect(answer).toMatchObject({ reason: 'never_seen', suggestions: [id] });
  });

  it('expired: known from the index, not guessed', async () => {
    const { requestId } = mintRequestId();
    await indexed(requestId, 60);
    const { response, answer } = await ask(requestId);
    expect(response.status).toBe(410);
    const day = new Date(Date.now() - 60 * DAY_MS).toISOString().slice(0, 10);
    expect(answer).toMatchObject({
      reason: 'expired',
      explanation: expect.stringContaining(`seen on ${day}`),
    });
  });

  it('sampled away: in the index, kept long enough, and yet nothing is stored', async () => {
    const { requestId } = mintRequestId();
    await indexed(requestId, 2);
    expect((await ask(requestId)).answer).toMatchObject({ reason: 'sampled_away' });
  });

  it('too fresh: while a registered process may have answered what is not stored', async () => {
    await desk.producers.register('prd_late', ['api'], 'api-7', 1);
    const { response, answer } = await ask(mintRequestId().requestId);
    expect(response.status).toBe(404);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(answer).toMatchObject({
      reason: 'too_fresh',
      explanation: expect.stringMatching(/behind \(now [\d.]+ m?s\).*api-7 \(api, prd_late\)/),
      awaited: [{ id: 'prd_late', host: 'api-7', state: 'current' }],
    });
    // Spans alone do not show that a request has no event.
    const { requestId } = mintRequestId();
    await desk.clickhouse.command(
      `INSERT INTO otel_traces (Timestamp, TraceId, SpanId, SpanName)
       VALUES (now64(9), {trace: String}, '00f067aa0ba902b7', 'GET /a')`,
      { trace: traceIdOf(requestId) },
    );
    expect((await ask(requestId)).answer).toMatchObject({ found: false, reason: 'too_fresh' });
    await desk.producers.retire('prd_late', 'ada', 'its disk burned');
    const after = (await ask(mintRequestId().requestId)).answer;
    expect(after).toMatchObject({
      reason: 'never_seen',
      explanation: expect.stringMatching(/api-7, prd_late\) was retired .*its disk burned/),
    });
    expect((await ask(requestId)).answer).toMatchObject({ found: true, request: null });
  });

  it('store unavailable: an outage is never shown as "not found"', async () => {
    const away = async () => {
      throw new StoreUnavailable('away');
    };
    const clickhouse: ClickHouse = {
      embedded: true,
      cluster: undefined,
      database: '',
      query: away,
      command: away,
      insertFile: away,
      close: async () => undefined,
    };
    const lookup = createLookup(places(clickhouse));
    const ids = Array.from({ length: 30 }, () => mintRequestId().requestId);
    expect(await lookup.dossier(ids[0] ?? '')).toMatchObject({ reason: 'store_unavailable' });
    const { items } = await lookup.lookups(ids.join(' '));
    expect(items).toHaveLength(30);
    for (const item of items) expect(item).toMatchObject({ reason: 'store_unavailable' });
  });
});

describe('a trace without a request event', () => {
  it('is shown as what it is, by trace id', async () => {
    const trace = '0af7651916cd43dd8448eb211c80319c';
    await desk.clickhouse.command(
      `INSERT INTO otel_traces (Timestamp, TraceId, SpanId, SpanName, SpanKind, ServiceName, Duration)
       VALUES (now64(9) - 60, {trace: String}, 'b7ad6b7169203331', 'charge', 'Server', 'billing', 5000000)`,
      { trace },
    );
    const { answer } = await ask(trace);
    if (!answer.found) throw new Error(answer.explanation);
    expect(answer).toMatchObject({ request: null, trace_id: trace, reply: null });
    expect(answer.spans).toMatchObject([{ name: 'charge', service: 'billing', offset_us: 0 }]);
  });

  it('of a producer with ids of its own is found through the stored trace id', async () => {
    const { requestId } = mintRequestId();
    const trace = 'f'.repeat(31).padStart(32, '1');
    await desk.clickhouse.command(
      `INSERT INTO otel_logs (Timestamp, TraceId, EventName, LogAttributes)
       VALUES (now64(9) - 60, {trace: String}, 'request_desk.request', map('request_desk.request.id', {id: String}))`,
      { trace, id: requestId },
    );
    const { answer } = await ask(requestId);
    expect(answer).toMatchObject({ found: true, trace_id: trace, request_id: requestId });
    expect(traceIdOf(requestId)).not.toBe(trace);
  });
});

it('says what the event says while the control plane is away', async () => {
  const away = () => Promise.reject(new Error('no connection'));
  const directory = { ...desk.directory, key: away, keysOf: away };
  const facts = { code: 'invalid_key', cause: 'revoked', status: 401, message: 'No.' } as const;
  const id = desk.write(Date.now() - 60_000, { ...facts, orgId: 'org_a', keyId: 'key_a' });
  await desk.settle();
  const lookup = createLookup({ ...places(), directory });
  const answer = await lookup.dossier(id);
  if (!answer.found) throw new Error(answer.explanation);
  expect(answer.request).toMatchObject({ code: 'invalid_key', org: 'org_a' });
  const said = answer.verdict.claims.map(({ text }) => text).join('\n');
  expect(said).toContain('The control plane does not answer: what is known of this key');
  expect(answer.reply?.short).toContain(id);
});

it('shows spans of other services in the trace, the same record once', async () => {
  const id = desk.write(Date.now() - 60_000, {});
  const insert = () =>
    desk.clickhouse.command(
      `INSERT INTO otel_traces (Timestamp, TraceId, SpanId, ParentSpanId, SpanName, SpanKind, ServiceName, Duration, StatusCode)
       VALUES (toDateTime64('2026-01-01 00:00:00', 9) + toIntervalMillisecond({ms: Int64}), {trace: String},
         '00000000000000aa', '', 'query', 'Client', 'postgres', 1000, 'Error')`,
      { trace: traceIdOf(id), ms: Date.now() - 60_000 - Date.parse('2026-01-01') },
    );
  await insert();
  await insert();
  await desk.settle();
  const { answer } = await ask(id);
  if (!answer.found) throw new Error(answer.explanation);
  const foreign = answer.spans.filter(({ service }) => service === 'postgres');
  expect(foreign).toHaveLength(1);
  expect(foreign[0]).toMatchObject({ status: 'Error', kind: 'Client' });
});
