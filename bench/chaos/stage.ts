import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type DeskProcess, startDesk } from '../../testkit/desks/desk-process.ts';
import { type ClickHouseServer, startClickHouse } from '../../testkit/engines/clickhouse-server.ts';
import { StoreProxy } from './store-proxy.ts';

const START_TIMEOUT_MS = 300_000;
const COMMAND = join(import.meta.dirname, '../../server/src/cli/request-desk.ts');
const FAULTS = join(import.meta.dirname, 'faults.ts');

/** What `/readyz` says of a process's pipeline. */
interface Pipeline {
  readonly backlog_bytes: number;
  readonly quarantined_segments: number;
  readonly dropped_bytes: number;
}

/** A real process that can be killed and comes back on the same ports with the same data. */
export class Actor {
  readonly dataDir: string;
  readonly control: string;
  readonly #env: Readonly<Record<string, string>>;
  #desk: DeskProcess | undefined;
  #printed = '';
  #before = { dropped: 0, quarantined: 0 };

  constructor(root: string, name: string, env: Readonly<Record<string, string>>) {
    this.dataDir = join(root, name);
    this.control = join(root, `${name}.json`);
    this.#env = {
      NODE_OPTIONS: `--import=${FAULTS}`,
      CHAOS_CONTROL: this.control,
      LOG_LEVEL: 'error',
      ...env,
    };
    this.afflict({});
  }

  get desk(): DeskProcess {
    if (this.#desk === undefined) throw new Error(`${this.dataDir} is not running`);
    return this.#desk;
  }

  /** Everything it has printed, over all restarts. */
  get printed(): string {
    return this.#printed + (this.#desk?.output() ?? '');
  }

  async start(): Promise<void> {
    // A machine under load needs longer than a test would wait.
    const startTimeoutMs = START_TIMEOUT_MS;
    this.#desk = await startDesk({ dataDir: this.dataDir, env: this.#env, startTimeoutMs });
  }

  /** SIGKILL, and `meanwhile` before it is started again. */
  async killed(meanwhile: () => void = () => undefined): Promise<void> {
    this.#before = await this.losses();
    process.kill(this.desk.pid, 'SIGKILL');
    await this.desk.stop();
    this.#printed = this.printed;
    this.#desk = undefined;
    meanwhile();
    await this.start();
  }

  /** Puts its clock off or fills its disk, as `faults.ts` describes. */
  afflict(control: { clockMs?: number; diskFull?: boolean }): void {
    writeFileSync(this.control, JSON.stringify(control));
  }

  /** What it has given up and set aside, over all restarts. */
  async losses(): Promise<{ dropped: number; quarantined: number }> {
    const { dropped_bytes, quarantined_segments } = await this.pipeline();
    return {
      dropped: this.#before.dropped + dropped_bytes,
      quarantined: this.#before.quarantined + quarantined_segments,
    };
  }

  async pipeline(): Promise<Pipeline> {
    const answer = await fetch(`${this.desk.apiUrl}/readyz`);
    return ((await answer.json()) as { telemetry: Pipeline }).telemetry;
  }

  async stop(): Promise<void> {
    await this.#desk?.stop();
  }
}

/** API process → ingest process → proxy → a ClickHouse server, all of them real. */
export interface Stage {
  readonly api: Actor;
  readonly ingest: Actor;
  readonly proxy: StoreProxy;
  readonly storeUrl: string;
  /** Puts back the events that processes printed because their disk was full; returns what it said. */
  recover(): Promise<string>;
  /** Kills the store and starts it again after `ms`. */
  storeDown(ms: number): Promise<void>;
  close(): Promise<void>;
}

export async function setStage(root: string): Promise<Stage> {
  const [storePort, proxyPort, ...ports] = await distinctPorts(8);
  const data = join(root, 'clickhouse');
  let store: ClickHouseServer = await startClickHouse(data, storePort as number);
  const proxy = new StoreProxy(store.url);
  await proxy.listen(proxyPort as number);
  const token = randomBytes(24).toString('hex');
  const shared = { CLICKHOUSE_URL: `http://127.0.0.1:${proxyPort}`, INGEST_API_TOKEN: token };
  const listeners = (first: number) => ({
    API_PORT: String(ports[first]),
    OTLP_PORT: String(ports[first + 1]),
    CONSOLE_PORT: String(ports[first + 2]),
  });
  const ingest = new Actor(root, 'ingest', { ...shared, ...listeners(0) });
  const api = new Actor(root, 'api', {
    ...shared,
    ...listeners(3),
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${ports[1]}`,
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${token}`,
    RATE_LIMIT_BURST: '100000',
    RATE_LIMIT_PER_MINUTE: '10000000',
  });
  const close = async () => {
    await api.stop();
    await ingest.stop();
    proxy.close();
    await store.kill();
    rmSync(root, { recursive: true, force: true });
  };
  try {
    await ingest.start();
    await api.start();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    api,
    ingest,
    proxy,
    storeUrl: store.url,
    recover: () => recovered(`http://127.0.0.1:${ports[1]}`, token, api.printed),
    async storeDown(ms) {
      await store.kill();
      await new Promise((resolve) => setTimeout(resolve, ms));
      store = await startClickHouse(data, storePort as number);
    },
    close,
  };
}

async function recovered(url: string, token: string, printed: string): Promise<string> {
  const env = { ...process.env, INGEST_API_TOKEN: token };
  const child = spawn(process.execPath, [COMMAND, 'recover', '--url', url], { env });
  child.stdin.end(printed);
  const said = await Promise.all([text(child.stdout), text(child.stderr)]);
  return said.join('').trim();
}

/**
 * Free ports below those that the system gives to outgoing connections: while a process is down,
 * nobody else may come to sit on its port, least of all a customer who keeps calling it.
 */
export async function distinctPorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = 12_000 + Math.floor(Math.random() * 18_000);
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
