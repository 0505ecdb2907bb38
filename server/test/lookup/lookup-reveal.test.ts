import type { DossierFound } from '@request-desk/shared/dossier';
import { revealed } from '@request-desk/shared/reveal-api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LookupDesk, openLookupDesk } from '../../../testkit/desks/lookup-desk.ts';
import { withheld } from '../../src/lookup/withheld.ts';

const ADDRESS = '203.0.113.77';
const STACK = 'Error: no\n    at secretFrame (/srv/app/meetings.ts:12:3)';
const SECRETS = [ADDRESS, 'secretFrame', 'org_owner_of_it'];
let desk: LookupDesk;
let [missing, broken]: string[] = [];

beforeAll(async () => {
  desk = await openLookupDesk();
  const at = Date.now() - 600_000;
  const one = { method: 'GET', clientAddress: ADDRESS, userAgent: 'curl/8', orgId: 'org_asks' };
  missing = desk.write(at, {
    ...one,
    status: 404,
    code: 'not_found',
    cause: 'other_org',
    message: 'Not there',
    ownerOrg: 'org_owner_of_it',
    keyId: 'key_1',
    keyPrefix: 'mts_live_aaaa',
  });
  broken = desk.write(at + 1000, {
    ...one,
    status: 500,
    code: 'internal_error',
    cause: 'exception',
    message: 'Ours',
  });
  await desk.settle();
});

afterAll(() => desk.close());

const call = async (path: string, body?: object) => {
  const response = await fetch(`${desk.url}/support/v1${path}`, {
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    headers: body ? { 'content-type': 'application/json' } : {},
  });
  return { status: response.status, text: await response.text() };
};

it('no answer of any format carries what is withheld, and each says that it is', async () => {
  for (const id of [missing, broken])
    for (const format of ['json', 'ndjson', 'markdown']) {
      const { text } = await call(`/requests/${id}?format=${format}`);
      for (const secret of SECRETS) expect(text, format).not.toContain(secret);
      if (format === 'json') expect(text).toContain('[withheld]');
    }
  const text = `${missing} ${broken}`;
  for (const format of ['json', 'ndjson', 'csv', 'markdown']) {
    const answer = await call(`/lookups?format=${format}`, { text });
    expect(answer.status).toBe(200);
    for (const secret of SECRETS) expect(answer.text, format).not.toContain(secret);
  }
});

it('is revealed for a reason, and only what was asked for', async () => {
  const all = ['client_address', 'stack', 'owner'];
  const why = { reason: 'the customer asked which of their offices called' };
  const of = async (id: string | undefined, what: string[]) =>
    revealed.parse(JSON.parse((await call(`/requests/${id}/reveal`, { what, ...why })).text));
  expect(await of(missing, all)).toMatchObject({
    request_id: missing,
    org: 'org_asks',
    client_address: ADDRESS,
    owner: { org: 'org_owner_of_it', org_name: '' },
  });
  expect(await of(missing, ['client_address'])).toEqual({
    request_id: missing,
    org: 'org_asks',
    client_address: ADDRESS,
  });
  const refused = await call(`/requests/${missing}/reveal`, { what: all, reason: ' ' });
  expect(refused).toMatchObject({ status: 400, text: expect.stringContaining('say why') });
  const never = await call('/requests/req_00000000000000aa/reveal', { what: all, ...why });
  expect(never.status).toBe(404);
});

it('is withheld wherever else it stands: log lines, spans, events, evidence', async () => {
  const answer = JSON.parse((await call(`/requests/${missing}`)).text) as DossierFound;
  const { request } = answer;
  if (request === null) throw new Error('no event');
  const attributes = { ...request.attributes, 'client.address': ADDRESS };
  const bag = { peer: `from ${ADDRESS}`, 'net.peer.ip': ADDRESS, 'exception.stacktrace': STACK };
  const full: DossierFound = {
    ...answer,
    request: { ...request, attributes },
    spans: [
      {
        span_id: 's',
        parent_span_id: '',
        name: 'n',
        kind: 'Server',
        service: 'a',
        offset_us: 0,
        duration_us: 1,
        status: 'Error',
        status_message: STACK,
        attributes: bag,
        events: [{ name: 'exception', offset_us: 0, attributes: bag }],
        links: [{ trace_id: 't', span_id: 's', attributes: bag }],
      },
    ],
    logs: [
      {
        at: request.started_at,
        offset_us: 0,
        severity: 'ERROR',
        service: 'a',
        span_id: '',
        body: STACK,
        attributes: { err: `Traceback (most recent call last)\n  secretFrame` },
      },
    ],
    verdict: {
      summary: '',
      claims: [
        {
          text: `From ${ADDRESS}`,
          evidence: [{ kind: 'event', label: 'e', rows: [{ address: ADDRESS, stack: STACK }] }],
        },
      ],
    },
  };
  expect(JSON.stringify(full)).toContain('secretFrame');
  const text = JSON.stringify(await withheld(full));
  for (const secret of SECRETS) expect(text).not.toContain(secret);
  expect(text).toContain('Error: no [withheld]');
});

it('is withheld by whatever name others send an address, and they make no text unreadable', async () => {
  const answer = JSON.parse((await call(`/requests/${missing}`)).text) as DossierFound;
  const names = ['http.request.header.x_forwarded_for', 'client_ip', 'remote_addr', 'x-real-ip'];
  const span = {
    span_id: 's',
    parent_span_id: '',
    name: 'n',
    kind: 'Server',
    service: 'a',
    own: false,
    offset_us: 0,
    duration_us: 1,
    status: 'Ok' as const,
    status_message: '',
    events: [],
    links: [],
  };
  const logs = [
    {
      at: '2026-03-01T10:00:00.000Z',
      offset_us: 0,
      severity: 'INFO',
      service: 'a',
      span_id: '',
      body: 'seen at 198.51.100.7 and 2001:db8::7',
      attributes: {},
    },
  ];
  const spans = names.map((name) => ({
    ...span,
    attributes: { [name]: '["198.51.100.7","2001:db8::7"]', 'client.address': 'e' },
  }));
  const text = JSON.stringify(await withheld({ ...answer, spans, logs }));
  expect(text).not.toMatch(/198\.51\.100\.7|2001:db8::7/);
  expect(text).toContain('seen at [withheld] and [withheld]');
});
