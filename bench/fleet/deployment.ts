import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SECRETS_KEY } from '../../testkit/desks/desk-process.ts';
import {
  CLUSTER,
  type ClickHouseCluster,
  startCluster,
} from '../../testkit/engines/clickhouse-cluster.ts';
import { type PostgresServer, startPostgres } from '../../testkit/engines/postgres-server.ts';
import { startRedis } from '../../testkit/engines/redis-server.ts';
import { DeskProcess } from '../chaos/fleet/desk-process.ts';
import { distinctPorts } from '../chaos/stage.ts';
import { startBalancer } from './balancer.ts';
import { type FleetOptions, ROLES, type Role } from './options.ts';

const SOURCE = join(import.meta.dirname, '../..');
/** Lets a signal make the data source of an API process fail. */
const FAULT = join(SOURCE, 'testkit/traffic/data-source-fault.ts');
const LISTENERS = { api: 'API', ingest: 'OTLP', console: 'CONSOLE', alerts: 'ALERTS' } as const;

type State = 'starts' | 'runs' | 'drains' | 'killed';

/** From the signal until the process is gone, by `performance.now()`: it may take calls in between. */
interface Kill {
  readonly from: number;
  readonly to: number;
}

/** One process, and when it was killed. */
export interface Member {
  readonly name: string;
  readonly role: Role;
  readonly port: number;
  readonly process: DeskProcess;
  state: State;
  starts: number;
  readonly kills: Kill[];
}

/** Everything that runs. */
export interface Deployment {
  readonly members: readonly Member[];
  of(role: Role): readonly Member[];
  /** Addresses of nginx. */
  readonly urls: Readonly<Record<'api' | 'ingest' | 'console', string>>;
  readonly cluster: ClickHouseCluster;
  readonly postgres: PostgresServer;
  readonly staffToken: string;
  readonly ingestToken: string;
  start(member: Member): Promise<void>;
  /** SIGTERM, and the end of the process. */
  stop(member: Member): Promise<void>;
  kill(member: Member): Promise<void>;
  /** From now on the data source of API processes fails, also of those that start. */
  fail(failing: boolean): void;
  /** Ends all that was started, and removes it. */
  close(): Promise<void>;
}

/** Starts engines, then a console, which makes the tables, then the rest. */
export async function deploy(
  { shards, replicas, drainSeconds }: FleetOptions,
  webhookUrl: string,
  log: (text: string) => void,
): Promise<Deployment> {
  const stack = new AsyncDisposableStack();
  try {
    const root = mkdtempSync(join(tmpdir(), 'desk-fleet-'));
    stack.defer(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));
    const [staffToken, ingestToken] = [
      randomBytes(24).toString('hex'),
      randomBytes(24).toString('hex'),
    ];
    const [postgres, redis, cluster] = await opened(stack, [
      [startPostgres(), (one) => one.close()],
      [startRedis(), (one) => one.kill()],
      [startCluster({ directory: root, shards, replicas }), (one) => one.close()],
    ]);
    log(`Postgres, Redis and ${shards * replicas} ClickHouse servers run`);
    const [api = 0, ingest = 0, console = 0, ...own] = await distinctPorts(11);
    const urls = {
      api: `http://127.0.0.1:${api}`,
      ingest: `http://127.0.0.1:${ingest}`,
      console: `http://127.0.0.1:${console}`,
    };
    const shared = {
      CLICKHOUSE_URL: cluster.url,
      CLICKHOUSE_CLUSTER: CLUSTER,
      DATABASE_URL: postgres.url(),
      REDIS_URL: redis.url,
      SECRETS_KEY,
      STAFF_TOKEN: staffToken,
      INGEST_TOKEN: ingestToken,
      CONSOLE_URL: urls.console,
      ALERT_WEBHOOK_URL: webhookUrl,
      RATE_LIMIT_BURST: '100000',
      RATE_LIMIT_PER_MINUTE: '10000000',
      LOG_LEVEL: 'error',
      DRAIN_SECONDS: String(drainSeconds),
    };
    const members = ROLES.flatMap((role) => [1, 2].map((n) => memberOf(role, n)));
    stack.defer(async () => {
      await Promise.all(members.map(({ process }) => process.end()));
    });
    let failing = false;
    const start = async (member: Member) => {
      member.state = 'starts';
      await member.process.start();
      member.starts++;
      member.state = 'runs';
      if (failing && member.role === 'api') member.process.signal('SIGUSR2');
    };
    const of = (role: Role) => members.filter((one) => one.role === role);
    const [first, ...others] = members.toSorted((a, b) => order(a) - order(b));
    if (first) await start(first);
    await Promise.all(others.map(start));
    const behind = (role: Role) => of(role).map(({ port }) => port);
    const nginx = await startBalancer({
      api: { port: api, behind: behind('api') },
      ingest: { port: ingest, behind: behind('ingest') },
      console: { port: console, behind: behind('console') },
    });
    stack.defer(() => nginx.stop());
    log(`${members.length} processes run behind nginx; the console is at ${urls.console}`);
    return {
      members,
      of,
      urls,
      cluster,
      postgres,
      staffToken,
      ingestToken,
      start,
      async stop(member) {
        member.state = 'drains';
        await member.process.terminate();
      },
      async kill(member) {
        const from = performance.now();
        member.state = 'killed';
        await member.process.kill();
        member.kills.push({ from, to: performance.now() });
      },
      fail(wanted) {
        if (wanted === failing) return;
        failing = wanted;
        for (const { state, process } of of('api')) if (state === 'runs') process.signal('SIGUSR2');
      },
      close: () => stack.disposeAsync(),
    };

    function memberOf(role: Role, n: number): Member {
      const name = `${role}${n}`;
      const port = own.pop() ?? 0;
      const process = new DeskProcess({
        name,
        source: SOURCE,
        dataDir: join(root, name),
        url: `http://127.0.0.1:${port}`,
        clock: undefined,
        onDeath: log,
        env: {
          ...shared,
          ROLES: role,
          [`${LISTENERS[role]}_PORT`]: String(port),
          ...(role === 'api' ? { NODE_OPTIONS: `--import=${FAULT}` } : {}),
        },
      });
      return { name, role, port, process, state: 'starts', starts: 0, kills: [] };
    }
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

/** The console first, because it makes the tables of both stores. */
const order = ({ name }: Member) => (name === 'console1' ? 0 : 1);

type Opening<T> = readonly [Promise<T>, (one: T) => unknown];

/** Waits for all, and closes those that came where one did not. */
async function opened<A, B, C>(
  stack: AsyncDisposableStack,
  [a, b, c]: readonly [Opening<A>, Opening<B>, Opening<C>],
): Promise<[A, B, C]> {
  const kept = async <T>([opening, close]: Opening<T>) => {
    const one = await opening;
    stack.defer(async () => void (await close(one)));
    return one;
  };
  const all = [kept(a), kept(b), kept(c)] as const;
  await Promise.allSettled(all);
  return await Promise.all(all);
}
