import { ProtobufWriter } from '@request-desk/fastify/otlp/protobuf';
import { expect, it } from 'vitest';
import { logsBody } from '../../../../testkit/otlp/otlp-bodies.ts';
import { readRecords } from '../../../../testkit/otlp/telemetry-otlp.ts';
import { openPreparation } from './preparation.ts';
import type { BodyContext } from './prepare.ts';

const parcel: BodyContext = {
  signal: 'logs',
  sender: { name: 'billing', own: false },
  encoding: 'protobuf',
};
const records = (count: number, body: string | Uint8Array) =>
  logsBody(Array.from({ length: count }, () => ({ body })));

it.each([
  ['a small body', parcel, records(10, 'x'), 0],
  ['a small body that is rewritten', parcel, records(10, new Uint8Array(10)), 0],
  ['a body of 200 KB that is rewritten', parcel, records(1000, new Uint8Array(200)), 1],
  ['a body of 100 KB whose names are like those of secrets', parcel, versions(1000), 0],
  ['a body of 100 KB that names secrets', parcel, versions(1000, 'db.password'), 1],
  ['a body of 2 MB', parcel, records(1000, 'x'.repeat(2000)), 1],
  ['100 KB of JSON', { ...parcel, encoding: 'json' } as const, json(2000), 1],
])('prepares %s where customers do not wait for it', async (_, what, body, elsewhere) => {
  const preparation = openPreparation();
  try {
    const done = await preparation.prepare(what, body);
    expect(done).not.toHaveProperty('fault');
    expect(preparation.elsewhere).toBe(elsewhere);
  } finally {
    await preparation.close();
  }
});

it('writes the same bytes there as here, and says what is wrong', async () => {
  const preparation = openPreparation();
  try {
    const [few, many] = [records(10, new Uint8Array(30)), records(1000, new Uint8Array(30))];
    const [here, there] = [
      await preparation.prepare(parcel, few),
      await preparation.prepare(parcel, many),
    ];
    const bodies = [here, there].map((done) =>
      'stored' in done
        ? done.stored.flatMap((bytes) => readRecords(Buffer.from(bytes))).map(({ body }) => body)
        : [],
    );
    expect(bodies.map((all) => all.length)).toEqual([10, 1000]);
    expect(new Set(bodies.flat()).size).toBe(1);
    const cut = new ProtobufWriter()
      .raw(many)
      .raw(Uint8Array.of(0x0a, 0x7f, 1))
      .finish();
    expect(await preparation.prepare(parcel, cut)).toMatchObject({ fault: 'malformed' });
  } finally {
    await preparation.close();
  }
});

/** Names that end as `authorization` does are in each body: `service.version`, `db.operation`. */
function versions(count: number, name = 'network.protocol.version'): Uint8Array {
  const attributes = { [name]: '1.1', 'db.operation': 'SELECT', 'app.collection': 'orders' };
  return logsBody(Array.from({ length: count }, () => ({ body: 'x', attributes })));
}

function json(count: number): Uint8Array {
  const record = { body: { arrayValue: { values: [{ stringValue: 'x' }] } } };
  const logRecords = Array.from({ length: count }, () => record);
  return Buffer.from(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }));
}
