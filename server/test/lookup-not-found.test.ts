import { dossier } from '@request-desk/shared/dossier';
import { traceIdOf } from '@request-desk/shared/ids';
import type { PipelineState } from '@request-desk/shared/support-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClickHouse, StoreUnavailable } from '../src/clickhouse/client.ts';
import { ownDirectory } from '../src/directory/own-directory.ts';
import { createLookup } from '../src/lookup/lookup.ts';
import { MEETSO_PROFILE } from '../src/meetso/profile.ts';
import { mintRequestId } from '../src/telemetry/id-generator.ts';
import { type LookupDesk, openLookupDesk } from './lookup-desk.ts';

const DAY = 86_400_000;
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

function pipeline(behindMs: number): PipelineState {
  return {
    store: 'ok',
    data_current_to: new Date(Date.now() - behindMs).toISOString(),
    ...{ backlog_bytes: 10, backlog_segments: 1, quarantined_segments: 0 },
    ...{ dropped_bytes: 0, append_failures: 0, oldest_undelivered_at: null },
  };
}

/** What a process has that reads the store and has no spool. */
function places() {
  return {
    ...{ profile: MEETSO_PROFILE, directory: ownDirectory(desk.orgs, desk.keys) },
    ...{ retentionDays: 30, now: Date.now },
    sentry: { dsn: undefined, url: undefined, org: undefined, project: undefined },
    pipeline: () => undefined,
    alertAt: async () => null,
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
    const day = new Date(Date.now() - 60 * DAY).toISOString().slice(0, 10);
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

  it('too fresh: while data is behind, with the lag and Retry-After', async () => {
    desk.told.pipeline = pipeline(42_000);
    const { response, answer } = await ask(mintRequestId().requestId);
    delete desk.told.pipeline;
    expect(response.status).toBe(404);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(answer).toMatchObject({
      reason: 'too_fresh',
      explanation: expect.stringMatching(/behind \(now 4\d s\)/),
    });
  });

  it('is never called "never seen" while it is on its way', async () => {
    for (let n = 0; n < 5; n++) {
      const error = { code: 'internal_error', cause: 'exception', status: 500 } as const;
      const { answer } = await ask(desk.write(Date.now(), { ...error, message: 'No.' }));
      if (!answer.found) expect(answer.reason).toBe('too_fresh');
    }
    await desk.settle();
  });

  it('too fresh, in a process without a spool: known from the heartbeats of the others', async () => {
    const lookup = createLookup({ ...places(), clickhouse: desk.clickhouse });
    const id = mintRequestId().requestId;
    expect(await lookup.dossier(id)).toMatchObject({ reason: 'never_seen' });
    const beat = (seconds: number) =>
      desk.clickhouse.command(
        `INSERT INTO otel_logs (Timestamp, TraceId, EventName)
         VALUES (now64(9) - {seconds: UInt32}, '', 'meetso.heartbeat')`,
        { seconds },
      );
    await beat(60);
    expect(await lookup.dossier(id)).toMatchObject({ reason: 'too_fresh', retry_after_s: 1 });
    await beat(1);
    expect(await lookup.dossier(id)).toMatchObject({ reason: 'never_seen' });
  });

  it('store unavailable: an outage is never shown as "not found"', async () => {
    const away = async () => {
      throw new StoreUnavailable('away');
    };
    const clickhouse: ClickHouse = {
      ...{ embedded: true, cluster: undefined },
      ...{ query: away, command: away, insertRaw: away, close: async () => undefined },
    };
    const lookup = createLookup({ ...places(), clickhouse });
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
       VALUES (now64(9) - 60, {trace: String}, 'meetso.api.request', map('meetso.request.id', {id: String}))`,
      { trace, id: requestId },
    );
    const { answer } = await ask(requestId);
    expect(answer).toMatchObject({ found: true, trace_id: trace, request_id: requestId });
    expect(traceIdOf(requestId)).not.toBe(trace);
  });
});

it('says what the event says while the control plane is away', async () => {
  const away = () => Promise.reject(new Error('no connection'));
  const directory = { ...ownDirectory(desk.orgs, desk.keys), key: away, keysOf: away };
  const facts = { code: 'invalid_key', cause: 'revoked', status: 401, message: 'No.' } as const;
  const id = desk.write(Date.now() - 60_000, { ...facts, orgId: 'org_a', keyId: 'key_a' });
  await desk.settle();
  const lookup = createLookup({ ...places(), clickhouse: desk.clickhouse, directory });
  const answer = await lookup.dossier(id);
  if (!answer.found) throw new Error(answer.explanation);
  expect(answer.request).toMatchObject({ code: 'invalid_key', org: 'org_a' });
  expect(answer.verdict.claims).toHaveLength(1);
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
