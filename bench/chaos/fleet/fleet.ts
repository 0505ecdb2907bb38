import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { SECRETS_KEY } from '../../../testkit/desks/desk-process.ts';
import { type FakeClock, fakeClock } from '../../../testkit/desks/fake-clock.ts';
import {
  type ClickHouseServer,
  startClickHouse,
} from '../../../testkit/engines/clickhouse-server.ts';
import { type PostgresServer, startPostgres } from '../../../testkit/engines/postgres-server.ts';
import type { Random } from '../../../testkit/random.ts';
import { distinctPorts } from '../stage.ts';
import { StoreProxy } from '../store-proxy.ts';
import { Balancer } from './balancer.ts';
import { DeskProcess } from './desk-process.ts';
import { Link } from './link.ts';
import { Relay } from './relay.ts';
import { mountSmallDisk, type SmallDisk } from './small-disk.ts';

const NAMES = ['api1', 'api2', 'ingest1', 'ingest2', 'console', 'alerts'] as const;
export type ProcessName = (typeof NAMES)[number];
/** Two processes do not agree with the others about the time, by as much as this, all the time. */
const SKEW_MS: Partial<Record<ProcessName, number>> = { api2: 300_000, ingest1: -300_000 };
const SMALL_DISK_MB = 512;
const PORTS = ['API_PORT', 'OTLP_PORT', 'CONSOLE_PORT', 'ALERTS_PORT'];
const ROOT = join(import.meta.dirname, '../../..');

/** A way that can be cut: from a process to the store or the control plane, or from one to another. */
export type LinkName =
  | `${ProcessName}-${'store' | 'control'}`
  | 'api1-relay'
  | `relay-${'ingest1' | 'ingest2'}`;

export interface FleetOptions {
  readonly root: string;
  readonly random: Random;
  /** Root of the source tree whose server runs; this one by default. */
  readonly source: string | undefined;
  /** How often the balancer asks for `/readyz`. */
  readonly pollMs: number;
  readonly drainSeconds: number;
  readonly log: (text: string) => void;
}

/** Everything that runs, and every handle by which it can be hurt. */
export class Fleet {
  readonly processes = {} as Record<ProcessName, DeskProcess>;
  readonly links = new Map<LinkName, Link>();
  readonly disks = new Map<ProcessName, SmallDisk>();
  readonly staffToken = randomBytes(24).toString('hex');
  readonly #ingestToken = randomBytes(24).toString('hex');
  readonly #options: FleetOptions;
  readonly #closing: (() => unknown)[] = [];
  readonly #urls = {} as Record<ProcessName | 'relay', string>;
  #store: ClickHouseServer | undefined;
  #storePort = 0;
  #stores = 0;
  #proxy: StoreProxy | undefined;
  #postgres: PostgresServer | undefined;
  #relay: Relay | undefined;
  #balancerUrl = '';

  constructor(options: FleetOptions) {
    this.#options = options;
  }

  get storeUrl(): string {
    return `http://127.0.0.1:${this.#storePort}`;
  }
  /** Between all processes and the store. */
  get proxy(): StoreProxy {
    return present(this.#proxy);
  }
  get postgres(): PostgresServer {
    return present(this.#postgres);
  }
  get relay(): Relay {
    return present(this.#relay);
  }
  get apiUrl(): string {
    return this.#balancerUrl;
  }
  get consoleUrl(): string {
    return this.#urls.console;
  }
  get source(): string {
    return this.#options.source ?? ROOT;
  }

  link(name: LinkName): Link {
    return present(this.links.get(name));
  }

  /** Starts everything, what others need first. */
  async open(): Promise<void> {
    const { random, log } = this.#options;
    const ports = await distinctPorts(30);
    const port = () => present(ports.pop());
    this.#postgres = await startPostgres(port());
    this.#closing.push(() => this.#postgres?.close());
    this.#storePort = port();
    this.#closing.push(() => this.#store?.kill());
    await this.storeStarts();
    const proxy = new StoreProxy(this.storeUrl);
    const proxyPort = port();
    await proxy.listen(proxyPort);
    this.#closing.push(() => proxy.close());
    this.#proxy = proxy;
    log('Postgres and a ClickHouse server run');

    const connect = async (name: LinkName, target: number) => {
      const link = new Link(port(), target);
      await link.listen();
      this.#closing.push(() => link.close());
      this.links.set(name, link);
      return link.port;
    };
    const own = Object.fromEntries(NAMES.map((name) => [name, port()])) as Record<
      ProcessName,
      number
    >;
    for (const name of NAMES) this.#urls[name] = `http://127.0.0.1:${own[name]}`;
    const ingests = [
      `http://127.0.0.1:${await connect('relay-ingest1', own.ingest1)}`,
      `http://127.0.0.1:${await connect('relay-ingest2', own.ingest2)}`,
    ];
    const relay = new Relay(ingests, random);
    const relayPort = port();
    await relay.listen(relayPort);
    this.#closing.push(() => relay.close());
    this.#relay = relay;
    this.#urls.relay = `http://127.0.0.1:${await connect('api1-relay', relayPort)}`;
    for (const name of NAMES) {
      const store = await connect(`${name}-store`, proxyPort);
      const control = await connect(`${name}-control`, this.postgres.port);
      this.#define(name, own[name], store, control);
    }
    // The control plane is migrated by the first; the rest may come in any order.
    await this.processes.console.start();
    await Promise.all(
      NAMES.filter((name) => name !== 'console').map((name) => this.processes[name].start()),
    );
    const balancer = new Balancer([this.#urls.api1, this.#urls.api2], this.#options.pollMs);
    const balancerPort = port();
    await balancer.listen(balancerPort);
    this.#closing.push(() => balancer.close());
    this.#balancerUrl = `http://127.0.0.1:${balancerPort}`;
    log('2 API, 2 ingest, a console and an alerts process run');
  }

  #define(name: ProcessName, port: number, store: number, control: number): void {
    const { root, drainSeconds, log: onDeath } = this.#options;
    const dataDir = join(root, name);
    const clock: FakeClock | undefined = fakeClock(join(root, `${name}.clock`), SKEW_MS[name] ?? 0);
    if (name === 'api1' || name === 'ingest1') {
      const disk = mountSmallDisk(dataDir, SMALL_DISK_MB);
      if (disk) {
        this.disks.set(name, disk);
        this.#closing.push(() => disk.unmount());
      }
    }
    const role = name.replace(/\d$/, '');
    const byRelay = {
      OTEL_EXPORTER_OTLP_ENDPOINT: this.#urls.relay,
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${this.#ingestToken}`,
    };
    const env = {
      ROLES: role,
      ...Object.fromEntries(PORTS.map((variable) => [variable, String(port)])),
      CLICKHOUSE_URL: `http://127.0.0.1:${store}`,
      DATABASE_URL: `postgres://desk@127.0.0.1:${control}/desk`,
      ...this.#secrets(),
      RATE_LIMIT_BURST: '100000',
      RATE_LIMIT_PER_MINUTE: '10000000',
      LOG_LEVEL: 'error',
      DRAIN_SECONDS: String(drainSeconds),
      // One path by way of a collector and ingest, one straight into the store.
      ...(name === 'api1' ? byRelay : {}),
    };
    const url = role === 'alerts' ? undefined : `http://127.0.0.1:${port}`;
    const { source } = this;
    this.processes[name] = new DeskProcess({ name, source, dataDir, env, url, clock, onDeath });
  }

  #secrets() {
    return { SECRETS_KEY, STAFF_TOKEN: this.staffToken, INGEST_API_TOKEN: this.#ingestToken };
  }

  /** Called when the fleet closes, before what was there earlier. */
  defer(act: () => unknown): void {
    this.#closing.push(act);
  }

  async storeStarts(): Promise<void> {
    const directory = join(this.#options.root, `clickhouse${this.#stores}`);
    this.#store = await startClickHouse(directory, this.#storePort);
  }

  async storeKilled(): Promise<void> {
    await this.#store?.kill();
  }

  /** Another store, empty, in the place of the one that was. */
  async storeReplaced(): Promise<void> {
    await this.storeKilled();
    this.#stores++;
    await this.storeStarts();
  }

  /** Runs `request-desk` as staff do; resolves with all that it said. */
  async command(args: readonly string[], input = ''): Promise<string> {
    const env = {
      PATH: process.env.PATH,
      ...this.#secrets(),
      CONSOLE_URL: this.#urls.console,
      DATABASE_URL: this.postgres.url(),
      CLICKHOUSE_URL: this.storeUrl,
    };
    const path = join(this.source, 'server/src/cli/request-desk.ts');
    const child = spawn(process.execPath, [path, ...args], { env });
    child.stdin.on('error', () => undefined).end(input);
    const said = await Promise.all([text(child.stdout), text(child.stderr)]);
    return said.join('').trim();
  }

  /** Puts back the events that processes printed because their disk was full. */
  async recover(): Promise<string> {
    const printed = NAMES.flatMap((name) => this.processes[name].printed);
    if (printed.length === 0) return 'nothing was printed';
    return await this.command(['recover', '--url', this.#urls.ingest2], `${printed.join('\n')}\n`);
  }

  /** Ends everything that was started, the last first, whatever state it is in. */
  async close(): Promise<void> {
    await Promise.all(Object.values(this.processes).map((process) => process.end()));
    for (const act of this.#closing.reverse()) {
      try {
        await act();
      } catch {
        // The rest is to end all the same.
      }
    }
  }
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the fleet is not open');
  return value;
}
