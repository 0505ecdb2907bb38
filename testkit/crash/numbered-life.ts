/**
 * One life of an API process that ends by SIGKILL at a place: `node numbered-life.ts DIRECTORY WHERE`.
 * WHERE is `append` (an error's event is in the spool, its number not yet in the sequence file),
 * `write` (both are, the answer has not left) or `none` (drained). Answers that left go to stdout.
 */
import { writeSync } from 'node:fs';
import { encodeResource } from '@request-desk/fastify/otlp/otlp-request';
import { startProducer } from '@request-desk/fastify/producer/producer';
import { ownClock } from '@request-desk/fastify/producer/reference-clock';
import { openSpool } from '@request-desk/fastify/spool/open-spool';
import type { Spool } from '@request-desk/fastify/spool/spool';
import { startTelemetry } from '@request-desk/fastify/start-telemetry';
import pino from 'pino';
import { loadConfig } from '../../server/src/config.ts';
import { MEETSO_PROFILE } from '../../server/src/meetso/profile.ts';

const ERRORS = 5;
const [path = '', where = 'none'] = process.argv.slice(2);
const log = pino({ level: 'silent' });
const disk = await openSpool({
  path,
  maxBytes: 2 ** 30,
  now: Date.now,
  log,
  // Nothing is ever delivered: what the life left is read from its files.
  sink: { deliver: () => Promise.reject(new Error('away')) },
});
let events = 0;
const die = () => process.kill(process.pid, 'SIGKILL');
const spool: Spool = Object.assign(Object.create(disk) as Spool, {
  path,
  append(stream: 'errors' | 'logs' | 'traces', body: Uint8Array) {
    disk.append(stream, body);
    const event = Buffer.from(body).includes('request_desk.request');
    if (stream === 'errors' && event && ++events === ERRORS && where === 'append') die();
  },
  beforeSeal: (listener: () => void) => disk.beforeSeal(listener),
  flush: () => disk.flush(),
  oldestUndelivered: () => disk.oldestUndelivered(),
});
const producer = await startProducer({
  spool,
  log,
  host: 'here',
  roles: ['api'],
  deliversToStore: true,
  registry: { find: async () => undefined, register: async () => true },
  clock: ownClock(Date.now, () => performance.now()),
  resource: encodeResource({ 'service.name': 'life' }),
});
const telemetry = await startTelemetry({
  profile: MEETSO_PROFILE,
  config: loadConfig({}),
  spool,
  numbers: producer.numbers,
  logger: log,
  now: Date.now,
  instance: 'life',
  release: '1',
});
for (let n = 1; n <= ERRORS; n++) {
  const id = telemetry.emitMalformed({ kind: 'http_malformed', remoteAddress: undefined });
  if (n === ERRORS && where === 'write') die();
  writeSync(1, `${id}\n`);
}
await telemetry.shutdown();
producer.drain();
await disk.close();
process.exit(0);
