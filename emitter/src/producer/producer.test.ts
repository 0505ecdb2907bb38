import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pino from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MemorySpool } from '../../../testkit/desks/telemetry-desk.ts';
import { schemaFaults } from '../../../testkit/otlp/record-schema.ts';
import { encodeResource } from '../otlp/otlp-request.ts';
import { ProtobufWriter } from '../otlp/protobuf.ts';
import { type ProducerOptions, startProducer } from './producer.ts';
import { RegistrationRefused } from './registry.ts';

const AT = 1_795_000_000_000;
const PREFIX = 'request_desk.';
let directory: string;
let registered: Map<string, number>;
let lines: string[];
let now: number;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'desk-producer-'));
  registered = new Map();
  lines = [];
  now = AT;
});
afterEach(() => rmSync(directory, { recursive: true }));

const registry: ProducerOptions['registry'] = {
  find: async (id) => {
    const epoch = registered.get(id);
    return epoch === undefined ? undefined : ({ id, epoch } as never);
  },
  register: async (id, _roles, _host, epoch) => {
    if ((registered.get(id) ?? 0) >= epoch) return false;
    registered.set(id, epoch);
    return true;
  },
};

/** A spool in memory whose directory exists. */
class PlacedSpool extends MemorySpool {
  override readonly path: string;
  seal: () => void = () => undefined;
  oldest: number | undefined;
  constructor(path: string) {
    super();
    this.path = path;
  }
  override beforeSeal(listener?: () => void): void {
    if (listener) this.seal = listener;
  }
  override oldestUndelivered(): undefined {
    return this.oldest as undefined;
  }
  /** The watermark records, without the prefix of their attributes. */
  marks() {
    return this.records('errors').map((record) => {
      const { eventName, traceId, attributes, timeNs } = record;
      expect([eventName, traceId]).toEqual(['request_desk.watermark', '']);
      expect(schemaFaults(record)).toEqual([]);
      const entries = Object.entries(attributes).map(([name, value]) => [
        name.replace(PREFIX, '').replace('watermark.', ''),
        typeof value === 'bigint' ? Number(value) : value,
      ]);
      return { ...Object.fromEntries(entries), timeNs } as Record<string, unknown>;
    });
  }
}

const start = async (spool: PlacedSpool, other: Partial<ProducerOptions> = {}) =>
  startProducer({
    spool,
    registry,
    roles: ['api'],
    deliversToStore: true,
    host: 'here',
    clock: {
      kind: 'reference',
      lower: () => now + 0.7,
      upper: () => now + 9,
      best: () => now + 5,
      steps: 0,
      lastStepMs: 0,
    },
    resource: encodeResource({ 'service.name': 'test' }),
    log: pino({}, { write: (line: string) => void lines.push(line) }),
    ...other,
  });
type Started = Awaited<ReturnType<typeof start>>;
const answer = ({ numbers }: Started, failed: number, succeeded = 0) => {
  for (let n = 0; n < failed; n++) {
    numbers.stamp(new ProtobufWriter(), true);
    numbers.failedWritten();
  }
  for (let n = 0; n < succeeded; n++) numbers.stamp(new ProtobufWriter(), false);
};

it('is registered when it has started, and says first that nothing was answered', async () => {
  const spool = new PlacedSpool(directory);
  const producer = await start(spool);
  const { id, epoch } = producer;
  expect([...registered]).toEqual([[id, 1]]);
  expect(epoch).toBe(1);
  expect(spool.marks()).toEqual([
    {
      'producer.id': id,
      'producer.epoch': 1,
      number: 1,
      at: AT,
      failed: 0,
      succeeded: 0,
      clock: 'reference',
      state: 'running',
      roles: 'api',
      timeNs: BigInt(AT) * 1_000_000n,
    },
  ]);
  producer.drain();
});

it('claims what was answered, in each sealed segment that holds news, and each second', async () => {
  const spool = new PlacedSpool(directory);
  const producer = await start(spool);
  spool.seal();
  answer(producer, 2, 5);
  spool.seal();
  spool.seal();
  expect(spool.marks()).toMatchObject([
    { number: 1, failed: 0, succeeded: 0 },
    { number: 2, failed: 2, succeeded: 5 },
  ]);
  await expect.poll(() => spool.marks().length, { timeout: 3_000 }).toBe(3);
  producer.drain();
  spool.seal();
  expect(spool.marks().slice(3)).toMatchObject([{ number: 4, state: 'drained' }]);
});

it('says less often how far it is while nothing is answered, if those who ask are answered', async () => {
  const spool = new PlacedSpool(directory);
  const producer = await start(spool, { tells: () => true });
  await pause(1_500);
  expect(spool.marks()).toHaveLength(1);
  expect(producer.claim()).toMatchObject({ producer: producer.id, epoch: 1, at: AT, failed: 0 });
  expect(spool.marks()).toHaveLength(1);
  answer(producer, 1);
  expect(producer.claim()).toMatchObject({ failed: 1, succeeded: 0 });
  await expect.poll(() => spool.marks().length, { timeout: 3_000 }).toBe(2);
  producer.drain();
});

it('says after an unclean end what the epoch before had given, before anything else', async () => {
  const first = await start(new PlacedSpool(directory));
  answer(first, 3, 4);
  first.numbers.succeededWritten();
  now += 700;
  answer(first, 1, 2);
  const spool = new PlacedSpool(directory);
  const second = await start(spool);
  expect([second.id, second.epoch]).toEqual([first.id, 2]);
  answer(second, 1);
  spool.seal();
  expect(spool.marks()).toMatchObject([
    {
      'producer.epoch': 1,
      state: 'ended',
      number: 0,
      failed: 4,
      succeeded: 4,
      at: AT + 700,
      losable_since: AT - 300,
    },
    { 'producer.epoch': 2, state: 'running', number: 1, failed: 0 },
    { 'producer.epoch': 2, state: 'running', number: 2, failed: 1 },
  ]);
  second.drain();
  first.drain();
});

it('drains: the last word holds everything, and the next epoch has nothing to add', async () => {
  const spool = new PlacedSpool(directory);
  const first = await start(spool);
  first.numbers.flushBy(() => first.numbers.succeededWritten());
  answer(first, 1, 2);
  first.drain();
  expect(spool.marks().at(-1)).toMatchObject({ state: 'drained', failed: 1, succeeded: 2 });
  const next = new PlacedSpool(directory);
  const second = await start(next);
  expect([second.id, second.epoch]).toEqual([first.id, 2]);
  expect(next.marks()).toMatchObject([{ 'producer.epoch': 2, state: 'running' }]);
  second.drain();
});

it('keeps the last word of the epoch before for a disk that has room again', async () => {
  answer(await start(new PlacedSpool(directory)), 2);
  const spool = new PlacedSpool(directory);
  spool.failing = ['errors'];
  const second = await start(spool);
  expect(spool.marks()).toEqual([]);
  spool.failing = [];
  answer(second, 1);
  spool.seal();
  expect(spool.marks()).toMatchObject([
    { state: 'ended', 'producer.epoch': 1, failed: 2 },
    { state: 'running', 'producer.epoch': 2, number: 1 },
  ]);
  second.drain();
});

it('becomes another producer on a copied or a restored directory, and says so', async () => {
  const first = await start(new PlacedSpool(directory));
  const copy = `${directory}-copy`;
  cpSync(directory, copy, { recursive: true });
  const spool = new PlacedSpool(copy);
  const copied = await start(spool);
  expect([copied.id === first.id, copied.epoch]).toEqual([false, 1]);
  expect(spool.marks()).toMatchObject([{ 'producer.id': copied.id, state: 'running' }]);
  expect(lines.join()).toContain('is a copy, or older');
  rmSync(copy, { recursive: true });
  // A snapshot put back: the registry knows more than the directory.
  registered.set(first.id, 7);
  const restored = await start(new PlacedSpool(directory));
  expect([restored.id === first.id, restored.epoch]).toEqual([false, 1]);
  for (const each of [first, copied, restored]) each.drain();
});

it('becomes another producer when a clone of the machine has begun the next epoch', async () => {
  const spool = new PlacedSpool(directory);
  const producer = await start(spool);
  const { id } = producer;
  answer(producer, 2);
  await producer.confirm();
  expect(producer.id).toBe(id);
  registered.set(id, 2);
  await producer.confirm();
  expect(producer.id).not.toBe(id);
  expect(registered.get(producer.id)).toBe(1);
  expect(lines.join()).toContain('another process runs as this producer');
  answer(producer, 1);
  producer.drain();
  expect(spool.marks().slice(-2)).toMatchObject([
    { 'producer.id': producer.id, 'producer.epoch': 1, number: 1, failed: 0 },
    { 'producer.id': producer.id, number: 2, failed: 1, state: 'drained' },
  ]);
  const next = await start(new PlacedSpool(directory));
  expect([next.id, next.epoch]).toEqual([producer.id, 2]);
  next.drain();
});

it('does not start without its registration, and has then answered nothing', async () => {
  const away = async () => Promise.reject(new Error('connection refused'));
  const spool = new PlacedSpool(directory);
  await expect(start(spool, { registry: { find: away, register: away } })).rejects.toThrow(
    RegistrationRefused,
  );
  expect(spool.bodies).toEqual([]);
  const next = new PlacedSpool(directory);
  const producer = await start(next);
  expect(next.marks()[0]).toMatchObject({ state: 'ended', failed: 0, succeeded: 0 });
  expect(next.marks()[0]).not.toHaveProperty('losable_since');
  expect(producer.epoch).toBe(2);
  producer.drain();
});

it('says up to when all is delivered that it received, if it delivers into the store', async () => {
  const spool = new PlacedSpool(directory);
  const producer = await start(spool, { roles: ['api', 'ingest'] });
  expect(spool.marks()[0]).toMatchObject({ roles: 'api,ingest', received_to: AT });
  spool.oldest = performance.now() - 5_000;
  expect(AT - Number(producer.claim()?.receivedTo) - 5_000).toBeLessThan(100);
  producer.drain();
  const relay = new PlacedSpool(directory);
  (await start(relay, { roles: ['ingest'], deliversToStore: false })).drain();
  expect(relay.marks()[0]).not.toHaveProperty('received_to');
});

it('makes its files again when the directory is removed while it runs', async () => {
  const producer = await start(new PlacedSpool(directory));
  rmSync(join(directory, 'sequence'));
  rmSync(join(directory, 'producer'));
  await expect.poll(() => existsSync(join(directory, 'producer')), { timeout: 3_000 }).toBe(true);
  answer(producer, 3);
  const spool = new PlacedSpool(directory);
  const next = await start(spool);
  expect([next.id, next.epoch]).toEqual([producer.id, 2]);
  expect(spool.marks()[0]).toMatchObject({ state: 'ended', failed: 3 });
  producer.drain();
  next.drain();
});

it('registers again with a control plane that has an earlier epoch only, or none', async () => {
  const before = await start(new PlacedSpool(directory));
  before.drain();
  const producer = await start(new PlacedSpool(directory));
  for (const restored of [[[producer.id, 1]], []] as const) {
    registered = new Map(restored);
    await producer.confirm();
    expect([...registered]).toEqual([[producer.id, 2]]);
  }
  expect(lines.join()).toContain('is registered again');
  expect(producer.id).toBe(before.id);
  producer.drain();
});

it('says of no process that only receives telemetry that answers of it may be lost', async () => {
  const receives = { roles: ['ingest'] };
  await start(new PlacedSpool(directory), receives);
  const spool = new PlacedSpool(directory);
  const second = await start(spool, receives);
  const [ended] = spool.marks();
  expect(ended).toMatchObject({ 'producer.epoch': 1, state: 'ended' });
  expect(ended).not.toHaveProperty('losable_since');
  second.drain();
});
