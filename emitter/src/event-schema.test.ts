import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REQUEST_EVENT } from '@request-desk/shared/attributes';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import { chargesApi } from '../../examples/charges-api/app.ts';
import { spooledRecords } from '../../testkit/otlp/spooled-records.ts';

const FILE = join(import.meta.dirname, '../../docs/event.schema.json');
const spool = mkdtempSync(join(tmpdir(), 'charges-schema-'));
afterAll(() => rmSync(spool, { recursive: true }));

it('every event has the documented shape, and no attribute that is not documented', async () => {
  const schema = z.fromJSONSchema(JSON.parse(readFileSync(FILE, 'utf8')));
  const app = await chargesApi({ endpoint: 'http://127.0.0.1:9', spool, log: { level: 'silent' } });
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
  const events = spooledRecords(spool).filter(({ eventName }) => eventName === REQUEST_EVENT);
  expect(events).toHaveLength(6);
  for (const { attributes } of events) {
    const plain = JSON.parse(
      JSON.stringify(attributes, (_, value) => (typeof value === 'bigint' ? Number(value) : value)),
    );
    expect(schema.safeParse(plain).error?.issues ?? []).toEqual([]);
  }
});
