import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { poll } from '../poll.ts';
import { freePort } from './clickhouse-server.ts';

/** A real Redis (or Valkey) on loopback that keeps nothing. */
export interface RedisServer {
  readonly url: string;
  /** Stops it where it is, so that it hangs; `resume` lets it go on. */
  freeze(): void;
  resume(): void;
  /** Ends it as a crash would; what it knew is gone. */
  kill(): Promise<void>;
  /** Starts again after `kill`, on the same port. */
  start(): Promise<void>;
}

/** Why none can be started here, or undefined where one can: for `skipIf`. */
export function redisMissing(): string | undefined {
  return program() === undefined ? 'no redis-server and no valkey-server' : undefined;
}

/** A new, empty server on a free port. */
export async function startRedis(): Promise<RedisServer> {
  const name = program();
  if (name === undefined) throw new Error(redisMissing());
  const port = await freePort();
  let child: ChildProcess;
  const start = async () => {
    const keepNothing = ['--save', '', '--appendonly', 'no'];
    child = spawn(name, ['--port', String(port), '--bind', '127.0.0.1', ...keepNothing], {
      stdio: 'ignore',
    });
    await poll('Redis to listen', () => listens(port), { everyMs: 20 });
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    freeze: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    async kill() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
    start,
  };
}

function program(): string | undefined {
  return ['valkey-server', 'redis-server'].find(
    (name) => spawnSync(name, ['--version']).status === 0,
  );
}

function listens(port: number): Promise<true | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(undefined));
  });
}
