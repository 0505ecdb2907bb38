import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { supportClient } from '../testkit/clients/support-client.ts';
import { startDesk } from '../testkit/desks/desk-process.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-start-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What the process says when it does not start. */
async function refusal(env: Record<string, string>, dataDir?: string): Promise<string> {
  const started = startDesk({ env, ...(dataDir ? { dataDir } : {}) });
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
    rmSync(join(dataDir, 'clickhouse'), { recursive: true });
    writeFileSync(join(dataDir, 'clickhouse'), 'rubbish');
    expect(await refusal({}, dataDir)).toMatch(/telemetry store in .* cannot be opened/);
  });
});

describe('a running Request Desk', () => {
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
});
