import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SECRETS_KEY } from '../../testkit/desks/desk-process.ts';
import { mintKey } from '../../testkit/desks/mint-key.ts';
import { startClickHouse } from '../../testkit/engines/clickhouse-server.ts';
import { startPostgres } from '../../testkit/engines/postgres-server.ts';
import { Balancer } from '../chaos/fleet/balancer.ts';
import { DeskProcess } from '../chaos/fleet/desk-process.ts';
import { distinctPorts } from '../chaos/stage.ts';
import { type CallCounts, SteadyCalls } from './steady-calls.ts';

const ROOT = join(import.meta.dirname, '../..');
const NAMES = ['api1', 'api2'] as const;

export interface RollingOptions {
  /** In each of them both processes are restarted, one after the other. */
  readonly rounds: number;
  /** Requests per second. */
  readonly rate: number;
  /** How often the balancer asks for `/readyz`. */
  readonly pollMs: number;
  readonly drainSeconds: number;
}

interface RollingReport extends CallCounts {
  readonly options: RollingOptions;
  readonly restarts: number;
  readonly seconds: number;
  /** From SIGTERM to the end of the process, each. */
  readonly stoppedWithinS: readonly number[];
  /** Ends that nobody asked for. */
  readonly deaths: readonly string[];
}

/** Real Postgres, ClickHouse server and API processes; leaves nothing behind. */
export async function rollingRestarts(
  options: RollingOptions,
  log: (line: string) => void,
): Promise<RollingReport> {
  await using stack = new AsyncDisposableStack();
  const root = mkdtempSync(join(tmpdir(), 'desk-rolling-'));
  stack.defer(() => rmSync(root, { recursive: true, force: true }));
  const ports = await distinctPorts(4);
  const [storePort = 0, balancerPort = 0, ...own] = ports;
  const postgres = await startPostgres();
  stack.defer(() => postgres.close());
  const store = await startClickHouse(join(root, 'clickhouse'), storePort);
  stack.defer(() => store.kill());
  const urls = own.map((port) => `http://127.0.0.1:${port}`);
  const processes = NAMES.map(
    (name, n) =>
      new DeskProcess({
        name,
        source: ROOT,
        dataDir: join(root, name),
        url: urls[n],
        clock: undefined,
        onDeath: log,
        env: {
          ROLES: 'api',
          API_PORT: String(own[n]),
          LOG_LEVEL: 'error',
          CLICKHOUSE_URL: store.url,
          DATABASE_URL: postgres.url(),
          SECRETS_KEY,
          RATE_LIMIT_BURST: '100000',
          RATE_LIMIT_PER_MINUTE: '10000000',
          DRAIN_SECONDS: String(options.drainSeconds),
        },
      }),
  );
  for (const process of processes) {
    await process.start();
    stack.defer(() => process.kill());
  }
  const secret = await mintKey(postgres.url(), ['meetings:read']);
  const balancer = new Balancer(urls, options.pollMs);
  await balancer.listen(balancerPort);
  stack.defer(() => balancer.close());

  let phase = 'before';
  const began = performance.now();
  const url = `http://127.0.0.1:${balancerPort}/public/v1/meetings?limit=5`;
  const calls = new SteadyCalls(url, secret, options.rate, () => phase);
  const stoppedWithinS: number[] = [];
  await pause(2_000);
  for (let round = 1; round <= options.rounds; round++) {
    for (const process of processes) {
      phase = `round ${round}, ${process.name}`;
      const asked = performance.now();
      await process.terminate();
      stoppedWithinS.push(Math.round((performance.now() - asked) / 100) / 10);
      await process.start();
      // As a deployment waits until the new process gets its share.
      await pause(options.pollMs + 1_500);
      log(`${phase}: ${calls.tally.answered} answered, ${calls.tally.failed} failed`);
    }
  }
  await calls.stop();
  return {
    options,
    restarts: stoppedWithinS.length,
    ...calls.tally,
    stoppedWithinS,
    seconds: Math.round((performance.now() - began) / 1000),
    deaths: processes.flatMap(({ deaths }) => deaths),
  };
}
