import { RESERVED_PREFIXES } from '@request-desk/shared/legacy-contract';
import { expect, it } from 'vitest';
import { MemorySpool } from '../../../testkit/desks/telemetry-desk.ts';
import { logsBody } from '../../../testkit/otlp/otlp-bodies.ts';
import { accept } from './accept.ts';
import { openPreparation } from './preparation/preparation.ts';

const [EARLIER] = RESERVED_PREFIXES;
const NAMES = [
  'request_desk.request',
  'request_desk.heartbeat',
  `${EARLIER}api.request`,
  'request_desk.watermark',
  'order.paid',
];
const body = Buffer.from(logsBody(NAMES.map((eventName) => ({ eventName, severity: 9 }))));

it('takes reserved event names from API processes only, watermarks among what is urgent', async () => {
  const spool = new MemorySpool();
  const acceptor = { spool, preparation: openPreparation() };
  const parcel = { signal: 'logs', encoding: 'protobuf' } as const;
  const { rejection } = await accept(
    acceptor,
    { ...parcel, sender: { name: 'billing', own: false } },
    body,
  );
  expect(rejection).toMatchObject({ count: 4 });
  // What an earlier release was called does not matter.
  expect(rejection?.message).toContain('request_desk.');
  expect(rejection?.message).not.toContain(EARLIER);
  expect(spool.bodies.map(({ stream }) => stream)).toEqual(['logs']);
  expect(spool.records().map(({ eventName }) => eventName)).toEqual(['order.paid']);
  expect(await accept(acceptor, { ...parcel, sender: { name: 'api', own: true } }, body)).toEqual({
    items: NAMES.length,
  });
  expect(spool.records('errors').map(({ eventName }) => eventName)).toEqual(NAMES);
});

it('stores each of many bodies at a time as it came, small ones and such as go to the thread', async () => {
  const spool = new MemorySpool();
  const preparation = openPreparation();
  const sender = { name: 'billing', own: false };
  const parcel = { signal: 'logs', encoding: 'protobuf', sender } as const;
  const texts = Array.from({ length: 40 }, (_, n) => `${n}`.repeat(n % 8 === 0 ? 300_000 : 50));
  await Promise.all(
    texts.map((text) => accept({ spool, preparation }, parcel, logsBody([{ body: text }]))),
  );
  await preparation.close();
  expect(
    spool
      .records()
      .map(({ body }) => body)
      .sort(),
  ).toEqual(texts.toSorted());
});
