import { dossier } from '@request-desk/shared/dossier';
import { traceIdOf } from '@request-desk/shared/ids';
import { lookups } from '@request-desk/shared/lookups-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type LookupDesk, openLookupDesk } from '../../../testkit/desks/lookup-desk.ts';
import { mintRequestId } from '../../../testkit/lookup/mint-request-id.ts';
import { lookupCommand } from '../../src/cli/lookup-command.ts';
import { requestsOfClientTrace } from '../../src/clickhouse/queries/lookup-client-traces.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
let desk: LookupDesk;
let traces = 0;

beforeAll(async () => {
  desk = await openLookupDesk({ traceUrlTemplate: 'https://traces.example/t/{trace_id}' });
});

afterAll(async () => {
  await desk.close();
});

/** A trace of a client's own. */
const clientTrace = () => `c11e47${(++traces).toString(16).padStart(26, '0')}`;

async function madeIn(trace: string, ...agoMs: number[]): Promise<string[]> {
  const facts = { status: 404, code: 'not_found', cause: 'absent', clientTraceId: trace };
  const ids = agoMs.map((ago) => desk.write(Date.now() - ago, facts));
  await desk.settle();
  return ids;
}

async function ask(id: string) {
  const response = await fetch(`${desk.url}/support/v1/requests/${id}`);
  return { status: response.status, answer: dossier.parse(await response.json()) };
}

/** A SERVER span as an emitter writes it that says the client's trace by a link alone. */
async function link(trace: string, requestId: string, from: { sender?: string; own?: number }) {
  await desk.clickhouse.command(
    `INSERT INTO otel_traces (Timestamp, TraceId, SpanId, SpanKind, SpanAttributes, \`Links.TraceId\`,
       \`Links.SpanId\`, \`Links.TraceState\`, \`Links.Attributes\`, Sender, Own)
     SELECT now64(9) - 60, {trace: String}, {span: String}, 'Server',
       map('request_desk.request.id', {id: String}), [{link: String}], ['b7ad6b7169203331'], [''], [map()],
       {sender: String}, {own: UInt8}`,
    {
      trace: traceIdOf(requestId),
      span: requestId.slice(4),
      id: requestId,
      link: trace,
      sender: from.sender ?? '',
      own: from.own ?? 0,
    },
  );
}

describe('a trace of the client’s own', () => {
  it('is answered with the newest request made in it, which names the others', async () => {
    const trace = clientTrace();
    const [old, newest, middle] = await madeIn(trace, 9 * HOUR_MS, MINUTE_MS, 3 * HOUR_MS);
    const { status, answer } = await ask(trace);
    expect(status).toBe(200);
    expect(answer).toMatchObject({
      found: true,
      request_id: newest,
      asked: trace,
      client_trace: trace,
      others: [middle, old],
    });
    const upper = await ask(trace.toUpperCase());
    expect(upper.answer).toMatchObject({ request_id: newest, client_trace: trace });
  });

  it('is said in the first line of a growing answer as in the last, and in Markdown', async () => {
    const trace = clientTrace();
    const [old, newest] = await madeIn(trace, 5 * HOUR_MS, MINUTE_MS);
    const growing = await fetch(`${desk.url}/support/v1/requests/${trace}?format=ndjson`);
    const lines = (await growing.text()).trim().split('\n');
    expect(lines).toHaveLength(2);
    for (const line of lines)
      expect(dossier.parse(JSON.parse(line))).toMatchObject({
        request_id: newest,
        client_trace: trace,
        others: [old],
      });
    const markdown = await fetch(`${desk.url}/support/v1/requests/${trace}?format=markdown`);
    expect(await markdown.text()).toContain(
      `Made in the client’s own trace \`${trace}\`. Also: \`${old}\``,
    );
  });

  it('in a text stands for its requests, on the command line, too', async () => {
    const trace = clientTrace();
    const [old, newest] = await madeIn(trace, 5 * HOUR_MS, MINUTE_MS);
    const text = `Our call failed, trace id: ${trace}`;
    const response = await fetch(`${desk.url}/support/v1/lookups`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text }),
    });
    const { items } = lookups.parse(await response.json());
    expect(items.map((item) => item.request_id)).toEqual([newest, old]);
    const printed: string[] = [];
    const code = await lookupCommand([text], {
      url: desk.url,
      token: undefined,
      input: async () => '',
      out: (line) => printed.push(line),
      err: (line) => printed.push(line),
    });
    expect(code).toBe(0);
    expect(printed.join('')).toMatch(new RegExp(`^${newest} .*\n${old} `));
  });

  it('is found by the link of a span of the API, and by no one else’s word', async () => {
    const [trace, forged] = [clientTrace(), clientTrace()];
    const [own = '', victim = ''] = await madeIn(clientTrace(), MINUTE_MS, MINUTE_MS);
    await link(trace, own, { own: 1, sender: 'api' });
    await link(forged, victim, { sender: 'billing' });
    expect((await ask(trace)).answer).toMatchObject({ request_id: own, client_trace: trace });
    expect(await requestsOfClientTrace(desk.clickhouse, forged, 20)).toEqual([]);
  });

  it('that nothing was made in was never seen, which is said once everything is stored', async () => {
    expect((await ask(clientTrace())).answer).toMatchObject({ found: false, reason: 'never_seen' });
  });

  it('is known to have existed when the details of its request are gone', async () => {
    const [trace, { requestId }] = [clientTrace(), mintRequestId()];
    await desk.clickhouse.command(
      `INSERT INTO client_traces SELECT {trace: String}, now() - INTERVAL 90 DAY, {id: String}`,
      { trace, id: requestId },
    );
    await desk.clickhouse.command(
      `INSERT INTO request_index (id, day, code)
       SELECT reinterpretAsUInt64(reverse(unhex({hex: String}))), today() - 90, 'not_found'`,
      { hex: requestId.slice(4) },
    );
    const { status, answer } = await ask(trace);
    expect(status).toBe(410);
    expect(answer).toMatchObject({
      found: false,
      reason: 'expired',
      request_id: requestId,
      client_trace: trace,
    });
  });

  it('is read from the end of its rows, however many requests were made in it', async () => {
    const trace = clientTrace();
    await desk.clickhouse.command(
      `INSERT INTO client_traces SELECT {trace: String}, toDateTime('2026-01-01 00:00:00') + number,
         concat('req_', leftPad(lower(hex(number)), 16, '0')) FROM numbers(100000)`,
      { trace },
    );
    const plans: string[] = [];
    const explaining: typeof desk.clickhouse = {
      ...desk.clickhouse,
      query: async (sql, params, row) => {
        const line = z.object({ explain: z.string() });
        const lines = await desk.clickhouse.query(`EXPLAIN actions = 1 ${sql}`, params, line);
        plans.push(lines.map(({ explain }) => explain).join('\n'));
        return await desk.clickhouse.query(sql, params, row);
      },
    };
    const found = await requestsOfClientTrace(explaining, trace, 20);
    expect(found).toHaveLength(20);
    expect(found[0]).toBe(`req_${(99_999).toString(16).padStart(16, '0')}`);
    expect(plans).toEqual([expect.stringContaining('Read type: InReverseOrder')]);
  });
});
