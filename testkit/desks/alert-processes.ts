import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClickHouse, openClickHouse } from '../../server/src/clickhouse/client.ts';
import { freePort, startClickHouse } from '../engines/clickhouse-server.ts';
import { type PostgresServer, startPostgres } from '../engines/postgres-server.ts';
import { poll } from '../poll.ts';
import { beat, openReceiver, type Receiver, send } from './alerts-desk.ts';
import { type DeskProcess, startDesk } from './desk-process.ts';

const TOKEN = 't'.repeat(32);
/** Requests of every two seconds. */
const REQUESTS = 60;

/** Who evaluated last, by the control plane's row. */
interface Evaluation {
  readonly by: string | null;
  readonly at: Date | null;
}

/** A console, processes that only evaluate, and traffic, over a real ClickHouse and a real Postgres. */
export interface AlertProcesses {
  readonly console: DeskProcess;
  readonly token: string;
  readonly postgres: PostgresServer;
  /** What the processes send: messages at `/webhook`, heartbeats at `/heartbeat`. */
  readonly receiver: Receiver;
  /** The share of requests that fail from now on. */
  failing: number;
  /** Starts one more process that evaluates, with these variables beside the usual ones. */
  evaluator(env?: Readonly<Record<string, string>>): Promise<DeskProcess>;
  lastEvaluation(): Promise<Evaluation>;
  close(): Promise<void>;
}

export async function openAlertProcesses(): Promise<AlertProcesses> {
  const stack = new AsyncDisposableStack();
  const directory = mkdtempSync(join(tmpdir(), 'desk-alert-processes-'));
  stack.defer(() => rmSync(directory, { recursive: true, force: true }));
  const postgres = await startPostgres();
  stack.defer(() => postgres.close());
  const server = await startClickHouse(join(directory, 'store'), await freePort());
  stack.defer(() => server.kill());
  const receiver = await openReceiver();
  stack.defer(() => receiver.close());
  const start = async (roles: string, env: Readonly<Record<string, string>> = {}) => {
    const desk = await startDesk({
      startTimeoutMs: 120_000,
      env: {
        ROLES: roles,
        CLICKHOUSE_URL: server.url,
        DATABASE_URL: postgres.url(),
        STAFF_TOKEN: TOKEN,
        LOG_LEVEL: 'error',
        ALERT_WEBHOOK_URL: `${receiver.url}/webhook`,
        ALERT_HEARTBEAT_URL: `${receiver.url}/heartbeat`,
        ...env,
      },
    });
    stack.defer(() => desk.stop());
    return desk;
  };
  const console = await start('console');
  const store = await openClickHouse({ url: server.url, path: directory });
  stack.defer(() => store.close());
  const lastEvaluation = async () => {
    const [row] = await postgres.query('select evaluated_by, evaluated_at from alert_engine');
    return { by: row?.evaluated_by ?? null, at: row?.evaluated_at ?? null } as Evaluation;
  };
  const processes: AlertProcesses = {
    console,
    token: TOKEN,
    postgres,
    receiver,
    failing: 0,
    lastEvaluation,
    evaluator: (env) => start('alerts', env),
    close: () => stack.disposeAsync(),
  };
  stack.use(traffic(store, () => processes.failing));
  return processes;
}

/** Steady requests and heartbeats, stored as they would be by the pipeline. */
function traffic(store: ClickHouse, failing: () => number): AsyncDisposable {
  let [stopped, fromS] = [false, Date.now() / 1000];
  const running = (async () => {
    while (!stopped) {
      await poll('two seconds to pass', async () => Date.now() / 1000 >= fromS + 2 || undefined);
      const toS = Date.now() / 1000;
      const errors = Math.round(REQUESTS * failing());
      const [answered, failed] = [
        { count: REQUESTS - errors },
        { count: errors, code: 'internal_error' },
      ];
      for (const some of [answered, failed])
        if (some.count > 0) await send(store, { ...some, cause: 'exception', fromS, toS });
      await beat(store, 'api-1', [toS]);
      fromS = toS;
    }
  })();
  return {
    async [Symbol.asyncDispose]() {
      stopped = true;
      await running.catch(() => undefined);
    },
  };
}
