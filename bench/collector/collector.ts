import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../testkit/engines/clickhouse-server.ts';
import { poll } from '../../testkit/poll.ts';

const DEPLOY = join(import.meta.dirname, '../../deploy/collector');

/** A collector that runs deploy/collector/collector.yaml. */
export interface Collector {
  /** Where API processes send. */
  readonly api: string;
  /** Where services send. */
  readonly services: string;
  /** Ends it without a word, as a crash would. */
  kill(): Promise<void>;
}

/** Starts `binary` with the shipped configuration, on free ports of its own. */
export async function startCollector(
  binary: string,
  env: Readonly<Record<string, string>>,
): Promise<Collector> {
  const ports = new Map<string, number>();
  for (const port of ['4317', '4318', '4319', '13133']) ports.set(port, await freePort());
  const shipped = readFileSync(join(DEPLOY, 'collector.yaml'), 'utf8');
  const folder = mkdtempSync(join(tmpdir(), 'desk-otelcol-'));
  const config = join(folder, 'collector.yaml');
  writeFileSync(
    config,
    shipped.replaceAll(/(endpoint: \$\{env:LISTEN_HOST[^}]*\}):(\d+)/g, (_, host, port) =>
      [host, ports.get(port)].join(':'),
    ),
  );
  const child = spawn(binary, ['--config', config], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-20_000);
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = (port: string) => `http://127.0.0.1:${ports.get(port)}`;
  await poll('the collector to be healthy', async () => {
    if (child.exitCode !== null) throw new Error(`the collector ended:\n${said}`);
    const answer = await fetch(url('13133')).catch(() => undefined);
    return answer?.ok ? true : undefined;
  });
  return {
    api: url('4319'),
    services: url('4318'),
    async kill() {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}
