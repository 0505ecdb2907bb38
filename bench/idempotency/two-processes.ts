import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DeskProcess, startDesk } from '../../testkit/desks/desk-process.ts';
import { mintKey } from '../../testkit/desks/mint-key.ts';
import { freePort, startClickHouse } from '../../testkit/engines/clickhouse-server.ts';
import { type PostgresServer, startPostgres } from '../../testkit/engines/postgres-server.ts';

const LIMITS = { RATE_LIMIT_BURST: '1000000', RATE_LIMIT_PER_MINUTE: '10000000' };
const START_MS = 180_000;

/** Two API processes over one Postgres, and an organisation's key. */
export interface TwoProcesses extends AsyncDisposable {
  readonly postgres: PostgresServer;
  readonly secret: string;
  /** Of the processes that run: two at first. */
  readonly urls: readonly string[];
  /** Starts one more; where it listens, its pid, and how to end it. */
  another(): Promise<DeskProcess>;
  /** Rows of `meetings`. */
  meetings(): Promise<number>;
}

/** Starts real processes with limits that nothing here reaches. */
export async function twoProcesses(): Promise<TwoProcesses> {
  const stack = new AsyncDisposableStack();
  try {
    const root = mkdtempSync(join(tmpdir(), 'desk-idempotency-'));
    stack.defer(() => rmSync(root, { recursive: true, force: true }));
    const postgres = await startPostgres();
    stack.defer(() => postgres.close());
    const store = await startClickHouse(join(root, 'clickhouse'), await freePort());
    stack.defer(() => store.kill());
    const another = async () => {
      const env = { ROLES: 'api', CLICKHOUSE_URL: store.url, DATABASE_URL: postgres.url() };
      const settings = { ...LIMITS, ...env, DRAIN_SECONDS: '0', LOG_LEVEL: 'error' };
      const desk = await startDesk({ startTimeoutMs: START_MS, env: settings });
      stack.defer(() => desk.stop());
      return desk;
    };
    const desks = [await another(), await another()];
    const secret = await mintKey(postgres.url(), ['meetings:read', 'meetings:write']);
    return {
      postgres,
      secret,
      another,
      urls: desks.map(({ apiUrl }) => apiUrl),
      async meetings() {
        const [row] = await postgres.query('select count(*) as n from meetings');
        return Number(row?.n);
      },
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}
