import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSpool } from '@request-desk/fastify/spool/open-spool';
import type { Spool } from '@request-desk/fastify/spool/spool';
import { startTelemetry, type Telemetry } from '@request-desk/fastify/start-telemetry';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecords } from '../../../testkit/otlp/telemetry-otlp.ts';
import { poll } from '../../../testkit/poll.ts';
import { loadConfig } from '../../src/config.ts';
import { MEETSO_PROFILE } from '../../src/meetso/profile.ts';

const log = pino({ level: 'silent' });
const disk = mkdtempSync(join(tmpdir(), 'desk-full-'));
const mounted = mount();
const delivered = new Set<string>();
const printed: string[] = [];
let away = true;
let spool: Spool;
let telemetry: Telemetry;

/** A file system of one mebibyte, where the kernel lets us make one. */
function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn('not run: a small tmpfs cannot be mounted here (needs root and CAP_SYS_ADMIN)');
    return false;
  }
}

beforeAll(async () => {
  spool = await openSpool({
    path: join(disk, 'spool'),
    sink: {
      async deliver({ stream, path }) {
        if (away) throw new Error('away');
        if (stream !== 'errors') return;
        for (const { attributes } of readRecords(readFileSync(path)))
          delivered.add(String(attributes['request_desk.request.id']));
      },
    },
    maxBytes: 2 ** 30,
    now: Date.now,
    log,
  });
  telemetry = await startTelemetry({
    profile: MEETSO_PROFILE,
    config: loadConfig({}),
    spool,
    logger: log,
    now: Date.now,
    instance: 'x',
    release: '1',
    stdout: { write: (line: string) => printed.push(line) },
  });
});

afterAll(async () => {
  await telemetry.shutdown();
  await spool.close();
  // Its last file is closed when the disk has it, behind the spool's back.
  const away = async () => spawnSync('umount', [disk]).status === 0 || undefined;
  if (mounted) await poll('the disk to be free', away);
  rmSync(disk, { recursive: true });
});

const mint = () => telemetry.emitMalformed({ kind: 'http_malformed', remoteAddress: undefined });

describe.skipIf(!mounted)('a disk that is full', () => {
  it('loses no event that was answered: what did not fit is kept and written later', async () => {
    const ids = Array.from({ length: 100 }, mint);
    fill();
    for (let n = 0; n < 1_000; n++) ids.push(mint());
    expect(printed.length).toBeGreaterThan(500);
    rmSync(join(disk, 'ballast'));
    away = false;
    ids.push(mint());
    await expect.poll(() => spool.oldestUndelivered(), { timeout: 20_000 }).toBeUndefined();
    expect(ids.filter((id) => !delivered.has(id))).toEqual([]);
    expect(spool.state().quarantined_segments).toBe(0);
  });
});

function fill(): void {
  try {
    for (let size = 2 ** 16; ; )
      writeFileSync(join(disk, 'ballast'), Buffer.alloc(size), { flag: 'a' });
  } catch {
    // Full.
  }
}
