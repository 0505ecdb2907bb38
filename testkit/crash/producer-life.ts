/**
 * One life of a producer: registers the next epoch, answers errors and successes with numbers, says
 * how far it is, and drains on command. `node producer-life.ts DIRECTORY drain|die`. What was
 * answered stands in `answered`, what was delivered in `delivered`, a JSON object a line, and
 * `ended` has one for each life that got to its end.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { writeAttributes } from '@request-desk/fastify/otlp/otlp-attributes';
import { encodeInto, encodeResource } from '@request-desk/fastify/otlp/otlp-request';
import { ProtobufWriter } from '@request-desk/fastify/otlp/protobuf';
import { type ProducerOptions, startProducer } from '@request-desk/fastify/producer/producer';
import { openSpool } from '@request-desk/fastify/spool/open-spool';
import type { Sink } from '@request-desk/fastify/spool/sink';
import pino from 'pino';
import { readRecords } from '../otlp/telemetry-otlp.ts';

const ANSWERS = 4;
const [directory = '', end = 'die'] = process.argv.slice(2);
mkdirSync(directory, { recursive: true });
const registry = join(directory, 'registry');
const note = (file: string, line: object) =>
  appendFileSync(join(directory, file), `${JSON.stringify(line)}\n`);

/** The control plane's part, in a file that outlives every life. */
function epochs(): Record<string, number> {
  if (!existsSync(registry)) return {};
  return JSON.parse(readFileSync(registry, 'utf8')) as Record<string, number>;
}
const registered: ProducerOptions['registry'] = {
  find: async (id) => {
    const epoch = epochs()[id];
    return epoch === undefined ? undefined : ({ id, epoch } as never);
  },
  register: async (id, _roles, _host, epoch) => {
    const all = epochs();
    if ((all[id] ?? 0) >= epoch) return false;
    writeFileSync(registry, JSON.stringify({ ...all, [id]: epoch }));
    return true;
  },
};

const deliver = (path: string) => {
  for (const { eventName, attributes } of readRecords(readFileSync(path)))
    note('delivered', { eventName, ...attributes });
};
const sink: Sink = { deliver: async ({ path }) => deliver(path) };
const log = pino({ level: 'silent' });
const spool = await openSpool({
  path: join(directory, 'spool'),
  sink,
  maxBytes: 2 ** 30,
  now: Date.now,
  log,
});
const resource = encodeResource({ 'service.name': 'life' });
const producer = await startProducer({
  spool,
  registry: registered,
  roles: ['api'],
  deliversToStore: true,
  host: 'here',
  log,
  clock: {
    kind: 'reference',
    lower: Date.now,
    upper: Date.now,
    best: Date.now,
    steps: 0,
    lastStepMs: 0,
  },
  resource,
});

const writer = new ProtobufWriter(1024);
for (let n = 1; n <= ANSWERS; n++) {
  answer(true);
  if (n % 2 === 0) answer(false);
  // So that a record between two answers tells them apart.
  await setTimeout(3);
  if (n === 2) producer.claim();
}
note('ended', {});
if (end === 'drain') {
  producer.drain();
  await spool.close();
  process.exit(0);
}
process.kill(process.pid, 'SIGKILL');

/** As telemetry does: the event, its number, and then the answer leaves. */
function answer(failed: boolean): void {
  const id = `${process.pid}-${Math.random()}`;
  const body = encodeInto(writer, resource, { name: 'life' }, (w) => {
    w.message(2, () => {
      w.nanoseconds(1, 1, 0);
      writeAttributes(w, 6, { id, failed });
      producer.numbers.stamp(w, failed);
      w.string(12, 'answer');
    });
  });
  spool.append(failed ? 'errors' : 'logs', body);
  if (failed) producer.numbers.failedWritten();
  else producer.numbers.succeededWritten();
  note('answered', { id, failed, producer: producer.id, epoch: producer.epoch, at: Date.now() });
}
