import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { supportClient } from '../testkit/clients/support-client.ts';
import { type DeskProcess, startDesk } from '../testkit/desks/desk-process.ts';
import { poll } from '../testkit/poll.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-start-'));
const PATIENCE = { everyMs: 100, timeoutMs: 90_000 };
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What the process says when it does not start. */
async function refusal(
  env: Record<string, string>,
  dataDir?: string,
  args: readonly string[] = [],
): Promise<string> {
  const started = startDesk({ env, args, ...(dataDir ? { dataDir } : {}) });
  const outcome = await started.then(
    async (desk) => {
      await desk.stop();
      return 'it started';
    },
    (error: unknown) => String(error),
  );
  expect(outcome).toContain('exit code 1');
  expect(outcome).not.toMatch(/^\s+at /m);
  return outcome;
}

describe('a start that cannot work', () => {
  it('lists every faulty variable', async () => {
    const text = await refusal({
      API_PORT: 'many',
      RETENTION_DAYS: '0',
      OTEL_SDK_DISABLED: 'true',
    });
    for (const name of ['API_PORT', 'RETENTION_DAYS', 'OTEL_SDK_DISABLED'])
      expect(text).toContain(`  - ${name}`);
  });

  it('names the port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address ? String(address.port) : '';
    const text = await refusal({ API_PORT: port });
    expect(text).toContain(`API_PORT ${port} on 127.0.0.1 is in use`);
    other.close();
  });

  it('says which store is damaged', async () => {
    const dataDir = join(directory, 'damaged');
    const desk = await startDesk({ dataDir });
    await desk.stop();
    writeFileSync(join(dataDir, 'postgres', 'global', 'pg_control'), 'rubbish');
    expect(await refusal({}, dataDir)).toMatch(/control plane in .* seems to be damaged/);
    rmSync(join(dataDir, 'postgres'), { recursive: true });
    expect(await refusal({}, dataDir)).toMatch(
      /control plane in .* is gone, while .*clickhouse holds .* --new-control-plane/,
    );
    const renewed = await startDesk({ dataDir, args: ['--new-control-plane'] });
    await renewed.stop();
    expect(await refusal({}, dataDir, ['--new-control-plane'])).toContain('start without it');
    rmSync(join(dataDir, 'clickhouse'), { recursive: true });
    writeFileSync(join(dataDir, 'clickhouse'), 'rubbish');
    expect(await refusal({}, dataDir)).toMatch(/telemetry store in .* cannot be opened/);
  });
});

describe('a place that cannot be used', () => {
  it('is said in one line: a file as DATA_DIR', async () => {
    const file = join(directory, 'a-file');
    writeFileSync(file, '');
    expect(await refusal({}, file)).toContain('a-file is a file: set DATA_DIR to a directory');
  });

  const small = join(directory, 'small');
  mkdirSync(small);
  const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'none', small]);
  if (mount.status !== 0) console.log('no full disk tried: mounting is not permitted');
  afterAll(() => void spawnSync('umount', [small]));
  it.skipIf(mount.status !== 0)('is said in one line: a disk that is full, or fills', async () => {
    // Room for the lock, not for the control plane; the second start fails the same way.
    for (let start = 0; start < 2; start++)
      expect(await refusal({}, small)).toMatch(
        /small\/postgres cannot be opened, its disk is full: make room/,
      );
    for (const name of readdirSync(small)) rmSync(join(small, name), { recursive: true });
    spawnSync('dd', ['if=/dev/zero', `of=${join(small, 'fill')}`, 'bs=4k']);
    expect(await refusal({}, small)).toMatch(/small cannot be written \(ENOSPC\): make room/);
  });

  const nobody = process.getuid?.() === 0 ? 'as root every directory can be written' : undefined;
  if (nobody) console.log(`no unwritable directory tried: ${nobody}`);
  it.skipIf(nobody)('is said in one line: a directory of somebody else', async () => {
    const foreign = join(directory, 'foreign');
    mkdirSync(foreign, { mode: 0o500 });
    expect(await refusal({}, foreign)).toContain('foreign cannot be written');
  });

  it('is said in one line: a control plane that does not answer', async () => {
    const url = 'postgres://desk:hunter22@127.0.0.1:1/desk';
    const text = await refusal({ DATABASE_URL: url });
    expect(text).toContain('DATABASE_URL 127.0.0.1:1/desk does not answer (ECONNREFUSED)');
    expect(text).not.toContain('hunter22');
  });
});

describe('a running Request Desk', () => {
  it('keeps what it writes from other users of the machine', async () => {
    const dataDir = mkdtempSync(join(directory, 'own-'));
    chmodSync(dataDir, 0o755);
    const desk = await startDesk({ dataDir });
    await desk.stop();
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, 'staff-token'), { throwIfNoEntry: false })).toBeUndefined();
    expect(statSync(join(dataDir, 'lock.db')).mode & 0o077).toBe(0);
  });

  it('keeps its data directory to itself, and loses nothing when it is ended', async () => {
    const dataDir = join(directory, 'kept');
    const desk = await startDesk({ dataDir });
    expect(await refusal({}, dataDir)).toContain(`is in use by process ${desk.pid}`);
    const answer = await fetch(`${desk.apiUrl}/public/v1/meetings`);
    expect(answer.status).toBe(401);
    const id = answer.headers.get('x-request-id') ?? '';
    await desk.stop();
    expect(desk.output()).toContain('Closed.');
    const next = await startDesk({ dataDir });
    const found = await supportClient(next).found(id);
    expect(found.request).toMatchObject({ code: 'unauthorized', cause: 'header_missing' });
    await next.stop();
  });

  it('evaluates alerts again within 15 s of a kill -9', async () => {
    const dataDir = join(directory, 'killed');
    const killed = await startDesk({ dataDir });
    const evaluated = async (desk: DeskProcess) =>
      (await supportClient(desk).firing()).engine.evaluated_at ?? undefined;
    const last = await poll('the first evaluation', () => evaluated(killed), PATIENCE);
    process.kill(killed.pid, 'SIGKILL');
    const from = performance.now();
    await killed.stop();
    const desk = await startDesk({ dataDir });
    const isLater = async () => ((await evaluated(desk)) ?? last) > last || undefined;
    await poll('an evaluation', isLater, PATIENCE);
    const tookMs = Math.round(performance.now() - from);
    await desk.stop();
    const [load = 0] = loadavg();
    console.log(`evaluated ${tookMs} ms after the kill at load ${load.toFixed(0)}`);
    if (load < 3 * availableParallelism()) expect(tookMs).toBeLessThan(15_000);
  }, 240_000);
});
