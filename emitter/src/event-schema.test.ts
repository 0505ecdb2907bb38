import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HEARTBEAT_EVENT, REQUEST_EVENT, WATERMARK_EVENT } from '@request-desk/shared/attributes';
import { afterAll, expect, it } from 'vitest';
import { chargesApi } from '../../examples/charges-api/app.ts';
import { schemaFaults } from '../../testkit/otlp/record-schema.ts';
import { spooledRecords } from '../../testkit/otlp/spooled-records.ts';

const spool = mkdtempSync(join(tmpdir(), 'charges-schema-'));
afterAll(() => rmSync(spool, { recursive: true }));

it('every record has the documented shape, and no attribute that is not documented', async () => {
  const app = await chargesApi({
    endpoint: 'http://127.0.0.1:9',
    spool,
    log: { level: 'silent' },
    fingerprintSecret: 'only for this test, 32 characters',
  });
  const authorization = 'Bearer sk_4eC39HqLyjWDarjtT1zdp7dc';
  const headers = { authorization, 'user-agent': 'charges-node/1.2' };
  for (const payload of [
    { amount: 5, card: 'no_funds' },
    { amount: 5, card: 'crash' },
    { amount: 5, card: 'ok' },
    { card: 'ok' },
  ])
    await app.inject({ method: 'POST', url: '/v1/charges', headers, payload });
  await app.inject({ url: '/v1/charges/1?x=1' });
  await app.inject({ url: '/nowhere', headers });
  await app.close();
  const records = spooledRecords(spool);
  const named = (name: string) => records.filter(({ eventName }) => eventName === name);
  expect(named(REQUEST_EVENT)).toHaveLength(6);
  for (const { attributes } of named(REQUEST_EVENT))
    expect(attributes['request_desk.call.target']).toMatch(/^[0-9a-f]{16}$/);
  expect(named(HEARTBEAT_EVENT).length).toBeGreaterThan(0);
  const states = named(WATERMARK_EVENT).map(
    (mark) => mark.attributes['request_desk.watermark.state'],
  );
  expect(new Set(states)).toEqual(new Set(['running', 'drained']));
  for (const record of records) expect(schemaFaults(record)).toEqual([]);
});

it('finds a wrong, a missing and an undocumented attribute', () => {
  const beat = spooledRecords(spool).find(({ eventName }) => eventName === HEARTBEAT_EVENT);
  if (!beat) throw new Error('no heartbeat');
  const attributes = { 'request_desk.heartbeat.sequence': 0, 'request_desk.heartbeat.extra': 1 };
  expect(schemaFaults({ ...beat, attributes }).join('\n')).toMatch(
    /instance\.id(?:.|\n)*sequence(?:.|\n)*extra/,
  );
});
