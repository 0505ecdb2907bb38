import { dossier } from '@request-desk/shared/dossier';
import { MINUTE_MS } from '@request-desk/shared/durations';
import { traceIdOf } from '@request-desk/shared/ids';
import { lookups } from '@request-desk/shared/lookups-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type LookupDesk, openLookupDesk } from '../../../testkit/desks/lookup-desk.ts';

let desk: LookupDesk;

beforeAll(async () => {
  desk = await openLookupDesk();
});

afterAll(async () => {
  await desk.close();
});

/** A request refused ten minutes ago, and a retry that passed. */
async function refusedAndRetried() {
  const org = await desk.orgs.create('Fernhill Labs', new Date());
  const { key } = await desk.keys.mint(
    { orgId: org.id, name: 'Sync', scopes: ['meetings:read'] },
    new Date(Date.now() - 3_600_000),
  );
  const who = { orgId: org.id, keyId: key.id, keyPrefix: key.prefix, scopesHeld: key.scopes };
  const at = Date.now() - 10 * MINUTE_MS;
  const id = desk.write(at, {
    ...who,
    status: 400,
    code: 'invalid_request',
    cause: 'parameter_invalid',
    message: 'time_range must be one of 24h, 7d, 30d, 90d, all',
    issues: [{ field: 'time_range', rule: 'enum', nearMiss: '7d', value: '7days' }],
  });
  const retry = desk.write(at + 90_000, who);
  await desk.settle();
  return { id, retry, org, key };
}

describe('one request', () => {
  it('is a dossier: event, spans, context, reply, links', async () => {
    const { id, retry, org, key } = await refusedAndRetried();
    const response = await fetch(`${desk.url}/support/v1/requests/${id.toUpperCase()}`);
    expect(response.status).toBe(200);
    const answer = dossier.parse(await response.json());
    if (!answer.found) throw new Error(answer.explanation);
    expect(answer).toMatchObject({
      request_id: id,
      trace_id: traceIdOf(id),
      request: {
        code: 'invalid_request',
        cause: 'parameter_invalid',
        status: 400,
        org: org.id,
        org_name: 'Fernhill Labs',
        key_id: key.id,
        key_prefix: key.prefix,
        release: '1.2.3',
      },
      context: { retries: { attempts: 1, succeeded: true, succeeded_after_ms: 90_000 } },
      links: {
        permalink: `http://desk.example/r/${id}`,
        docs: 'http://api.example/docs/errors#invalid_request',
      },
    });
    const row = z.object({ EventName: z.string() });
    expect(answer.links.clickhouse_query).toContain(' FROM `request_desk`.otel_logs WHERE');
    const copied = await desk.clickhouse.query(answer.links.clickhouse_query, {}, row);
    expect(copied).toEqual([{ EventName: 'request_desk.request' }]);
    expect(answer.spans.map(({ name }) => name)).toContain('authenticate');
    expect(answer.spans[0]?.offset_us).toBe(0);
    expect(answer.context.retries?.rows[0]?.request_id).toBe(retry);
    expect(answer.context.blast).toMatchObject({ errors: 1, orgs_hit: 1, requests: 2 });
    expect(answer.verdict.claims.length).toBeGreaterThan(0);
    expect(answer.reply?.long).toContain(id);
    expect(answer.remediation?.steps.length).toBeGreaterThan(0);
  });

  it('is found by what its client calls it, alone and in a mail', async () => {
    const name = 'order-4711.sync:0b9c1f1e';
    const facts = { status: 404, code: 'not_found', cause: 'absent', clientRequestId: name };
    const first = desk.write(Date.now() - 30 * MINUTE_MS, facts);
    const second = desk.write(Date.now() - 20 * MINUTE_MS, facts);
    await desk.settle();
    const alone = await fetch(`${desk.url}/support/v1/requests/${name}`);
    const answer = dossier.parse(await alone.json());
    expect(answer).toMatchObject({ found: true, request_id: second, others: [first] });
    const text = `Hello, our call ${name}. failed on Monday.`;
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify({ text }) };
    const pasted = await fetch(`${desk.url}/support/v1/lookups`, init);
    const { items } = lookups.parse(await pasted.json());
    expect(items.map((item) => item.request_id)).toEqual([second, first]);
    const short = desk.write(Date.now() - 10 * MINUTE_MS, { ...facts, clientRequestId: 'a:b.c-d' });
    await desk.settle();
    const word = await fetch(`${desk.url}/support/v1/requests/a:b.c-d`);
    expect(await word.json()).toMatchObject({ found: true, request_id: short });
    const unknown = await fetch(`${desk.url}/support/v1/requests/order-4712.sync:0b9c1f1e`);
    expect(unknown.status).toBe(400);
  });

  it('is streamed: what the event says at once, under the headline that stays', async () => {
    const { id } = await refusedAndRetried();
    const response = await fetch(`${desk.url}/support/v1/requests/${id}?format=ndjson&org=org_x`);
    expect(response.headers.get('content-type')).toContain('application/x-ndjson');
    const lines = (await response.text()).trim().split('\n');
    const [early, whole] = lines.map((line) => dossier.parse(JSON.parse(line)));
    if (!early?.found || !whole?.found) throw new Error('not found');
    expect(lines).toHaveLength(2);
    expect(early.summary_only).toBe(true);
    expect(early.verdict.summary).toBe(whole.verdict.summary);
    expect(early.reply).toBeNull();
    expect(early.verdict.claims).toEqual(whole.verdict.claims.slice(0, 1));
    expect(whole.spans.length).toBeGreaterThan(0);
    const missing = await fetch(
      `${desk.url}/support/v1/requests/req_0123456789abcdef?format=ndjson`,
    );
    expect(missing.status).toBe(404);
    expect(dossier.parse(await missing.json()).found).toBe(false);
  });

  it.each([
    ['req_0123456789abcdef', 404, 'never_seen'],
    ['hello', 400, 'malformed'],
  ])('%s is %i %s', async (id, status, reason) => {
    const response = await fetch(`${desk.url}/support/v1/requests/${id}`);
    expect(response.status).toBe(status);
    expect(dossier.parse(await response.json())).toMatchObject({ found: false, reason });
  });
});

describe('a text', () => {
  it('is answered id by id, in order, damaged ids with suggestions', async () => {
    const [id, cut] = [
      desk.write(Date.now() - MINUTE_MS, {}),
      desk.write(Date.now() - MINUTE_MS, {}),
    ];
    await desk.settle();
    const text = `Hi, ${id} and req_0123456789abcdef, and ${cut.replace(/.$/, '')} too`;
    const response = await fetch(`${desk.url}/support/v1/lookups`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text }),
    });
    expect(response.status).toBe(200);
    const answer = lookups.parse(await response.json());
    expect(answer.items.map((item) => [item.request_id, item.found])).toEqual([
      [id, true],
      ['req_0123456789abcdef', false],
    ]);
    expect(answer.suggestions).toMatchObject([{ request_id: cut }]);
  });

  it('offers first what exists, mentions what cannot be read, and opens neither', async () => {
    const id = desk.write(Date.now() - 60_000, {});
    await desk.settle();
    const digit = id.endsWith('0') ? '1' : '0';
    const near = `${id.slice(0, -1)}${digit}`;
    const answer = await desk.lookup.lookups(
      `see req_0123456789abcdeO, ${near}Copy and req_12345; dd.trace_id=16882950324194572243`,
    );
    expect(answer.items).toEqual([]);
    expect(answer.suggestions.map(({ request_id, stored }) => [request_id, stored])).toEqual([
      [id, true],
      ['req_0123456789abcde0', false],
      [near, false],
    ]);
    expect(answer.unread?.map(({ text }) => text)).toEqual([
      'req_12345',
      'trace_id=16882950324194572243',
    ]);
    // A customer who sent something like an id reads so, and not of what it may be.
    expect(answer.without_id?.en?.short).toContain(
      '“req_0123456789abcdeO” and “req_12345”, but what stands there',
    );
    expect(answer.without_id?.de?.long).toContain('Vielleicht wurde sie unterwegs verändert');
    expect(JSON.stringify(answer.without_id)).not.toContain(id);
  });

  it('says of a trace id without its leading zeros that it may be one', async () => {
    const cut = await desk.lookup.dossier('abe31ba1722f95032a');
    expect(cut).toMatchObject({ found: false, reason: 'malformed' });
    if (!cut.found) expect(cut.explanation).toContain('leading zeros were cut off');
  });

  it('names the other ids of a text that one id is asked from', async () => {
    const [one, two] = [desk.write(Date.now() - 60_000, {}), desk.write(Date.now() - 60_000, {})];
    await desk.settle();
    expect(await desk.lookup.dossier(`${one}|${two}`)).toMatchObject({
      request_id: one,
      others: [two],
    });
  });
});
