import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dossier } from '@request-desk/shared/dossier';
import { HOUR_MS } from '@request-desk/shared/durations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeskProcess } from '../../../bench/chaos/fleet/desk-process.ts';
import { Link } from '../../../bench/chaos/fleet/link.ts';
import { Relay } from '../../../bench/chaos/fleet/relay.ts';
import { distinctPorts } from '../../../bench/chaos/stage.ts';
import { StoreProxy } from '../../../bench/chaos/store-proxy.ts';
import { SECRETS_KEY } from '../../../testkit/desks/desk-process.ts';
import { fakeClock } from '../../../testkit/desks/fake-clock.ts';
import { startClickHouse } from '../../../testkit/engines/clickhouse-server.ts';
import { postgresMissing, startPostgres } from '../../../testkit/engines/postgres-server.ts';
import { mintRequestId } from '../../../testkit/lookup/mint-request-id.ts';
import { poll } from '../../../testkit/poll.ts';
import { Random } from '../../../testkit/random.ts';

const ROOT = join(import.meta.dirname, '../../..');
const TOKEN = 'a'.repeat(32);
/** In each phase every API process is called so many times. */
const CALLS = 4;
const PATIENCE = { everyMs: 250, timeoutMs: 60_000 };

const directory = mkdtempSync(join(tmpdir(), 'desk-split-'));
const missing = postgresMissing();
const clock = fakeClock(join(directory, 'api1.clock'), 0);

/** api1 delivers into the store, api2 by way of a relay and ingest; the console has neither spool. */
describe.skipIf(missing)('in split processes', () => {
  let proxy: StoreProxy;
  let relay: Relay;
  let link: Link;
  const closing = new AsyncDisposableStack();
  const urls = { api1: '', api2: '', ingest: '', console: '' };

  beforeAll(async () => {
    const ports = await distinctPorts(8);
    const port = () => ports.pop() ?? 0;
    const [storePort, proxyPort, relayPort, linkPort] = [port(), port(), port(), port()];
    closing.defer(() => rmSync(directory, { recursive: true, force: true }));
    const postgres = await startPostgres();
    closing.defer(() => postgres.close());
    const store = await startClickHouse(join(directory, 'store'), storePort);
    closing.defer(() => store.kill());
    proxy = new StoreProxy(store.url);
    await proxy.listen(proxyPort);
    closing.defer(() => proxy.close());
    link = new Link(linkPort, proxyPort);
    await link.listen();
    closing.defer(() => link.close());
    const processes: DeskProcess[] = [];
    closing.defer(() => Promise.all(processes.map((one) => one.end())).then(() => undefined));
    for (const name of ['api1', 'api2', 'ingest', 'console'] as const) {
      const own = port();
      urls[name] = `http://127.0.0.1:${own}`;
      const env = {
        ROLES: name.replace(/\d$/, ''),
        API_PORT: String(own),
        OTLP_PORT: String(own),
        CONSOLE_PORT: String(own),
        CLICKHOUSE_URL: `http://127.0.0.1:${name === 'api1' ? linkPort : proxyPort}`,
        DATABASE_URL: postgres.url(),
        SECRETS_KEY,
        STAFF_TOKEN: TOKEN,
        INGEST_API_TOKEN: TOKEN,
        LOG_LEVEL: 'error',
        DRAIN_SECONDS: '0',
        ...(name === 'api2' ? byRelay(relayPort) : {}),
      };
      const dataDir = join(directory, name);
      mkdirSync(dataDir);
      const place = { name, source: ROOT, dataDir, env, url: urls[name] };
      const onDeath = (words: string) => console.error(words);
      processes.push(
        new DeskProcess({ ...place, onDeath, clock: name === 'api1' ? clock : undefined }),
      );
    }
    relay = new Relay([urls.ingest], new Random(1));
    await relay.listen(relayPort);
    closing.defer(() => relay.close());
    await processes.at(-1)?.start();
    await Promise.all(processes.slice(0, -1).map((one) => one.start()));
  }, 180_000);

  afterAll(() => closing.disposeAsync(), 60_000);

  async function said(id: string): Promise<string> {
    const response = await fetch(`${urls.console}/support/v1/requests/${id}`, {
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    const answer = dossier.parse(await response.json());
    return answer.found ? 'found' : answer.reason;
  }

  /** A call that is refused, asked for as soon as it is answered. */
  async function askedAtOnce(api: string): Promise<readonly [id: string, said: string]> {
    const response = await fetch(`${api}/public/v1/meetings`);
    await response.arrayBuffer();
    const id = response.headers.get('x-request-id') ?? '';
    return [id, await said(id)];
  }

  const becomes = (what: string, id: string) =>
    poll(`${id}: ${what}`, async () => (await said(id)) === what || undefined, PATIENCE);

  it.each<readonly [string, begin: () => unknown, end: () => unknown]>([
    ['nothing is wrong', () => undefined, () => undefined],
    ['one API is cut off from the store', () => link.set('black hole'), () => link.set('open')],
    [
      'the store refuses inserts',
      () => {
        proxy.mood = 'no inserts';
      },
      () => proxy.well(),
    ],
    [
      'a collector holds what it has',
      () => {
        relay.holding = { ms: 3_000, dropped: 0 };
      },
      () => {
        relay.holding = undefined;
      },
    ],
    ['the clock of one API is an hour back', () => clock?.step(-HOUR_MS), () => undefined],
    ['the clock of one API is an hour ahead', () => clock?.step(HOUR_MS), () => undefined],
  ])(
    'says no "never seen" of what was answered while %s, and soon of what never was',
    async (_, begin, end) => {
      await begin();
      const asked: (readonly [string, string])[] = [];
      for (let n = 0; n < CALLS; n++)
        asked.push(...(await Promise.all([askedAtOnce(urls.api1), askedAtOnce(urls.api2)])));
      await end();
      expect(asked.filter(([, at]) => at === 'never_seen')).toEqual([]);
      for (const [id] of asked) await becomes('found', id);
      await becomes('never_seen', mintRequestId().requestId);
    },
    150_000,
  );
});

function byRelay(port: number): Record<string, string> {
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${TOKEN}`,
  };
}
