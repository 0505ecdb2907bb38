import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noteNumbered } from '../../../testkit/audit/audit-notes.ts';
import {
  type PostgresServer,
  postgresMissing,
  startPostgres,
} from '../../../testkit/engines/postgres-server.ts';
import { AuditUnavailable } from '../../src/console/audit/audit-trail.ts';
import { type Audit, openAudit } from '../../src/console/audit/open-audit.ts';
import type { AuditRow } from '../../src/database/audit/chain.ts';
import { inOrder } from '../../src/database/audit/in-order.ts';
import { verifyChain } from '../../src/database/audit/verify-chain.ts';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open-database.ts';

const PROCESS = join(import.meta.dirname, '../../../testkit/audit/noting-process.ts');
const missing = postgresMissing();
const directory = mkdtempSync(join(tmpdir(), 'desk-audit-outage-'));
const log = pino({ level: 'silent' });

describe.skipIf(missing)(
  `the audit over Postgres (skipped where there is none: ${missing})`,
  () => {
    let server: PostgresServer;
    const databases: Database[] = [];
    const opened = async (name: string): Promise<Audit> => {
      const database = await openDatabase({ url: server.url(), path: '' });
      databases.push(database);
      return await openAudit({ database, dataDir: join(directory, name), log });
    };
    const rows = async (audit: Audit): Promise<AuditRow[]> => {
      const all: AuditRow[] = [];
      for await (const row of inOrder(audit.store)) all.push(row);
      return all;
    };
    const numbers = async (audit: Audit) =>
      (await rows(audit)).map(({ entry }) => Number(entry.callId.slice('call_'.length)));
    const fault = async ({ store }: Audit) =>
      (await verifyChain(inOrder(store), { origin: store.origin })).fault;

    beforeAll(async () => {
      server = await startPostgres();
    }, 60_000);

    afterAll(async () => {
      for (const database of databases) await database.close();
      await server?.close();
      rmSync(directory, { recursive: true, force: true });
    });

    it('is one chain when several processes append at once', async () => {
      const audits = await Promise.all(['a', 'b', 'c'].map(opened));
      await Promise.all(
        audits.flatMap(({ log }, of) =>
          Array.from({ length: 60 }, (_, n) =>
            n % 3 === 0
              ? log.write(noteNumbered(n, { via: `p${of}` }))
              : log.note(noteNumbered(n, { via: `p${of}` })),
          ),
        ),
      );
      await Promise.all(audits.map((audit) => audit.close()));
      const [first] = audits;
      if (first === undefined) throw new Error('none');
      const all = await rows(first);
      expect(all.map(({ entry }) => entry.seq)).toEqual(
        Array.from({ length: 180 }, (_, n) => n + 1),
      );
      expect(await fault(first)).toBeUndefined();
      for (const of of ['p0', 'p1', 'p2'])
        expect(all.filter(({ entry }) => entry.via === of)).toHaveLength(60);
    }, 60_000);

    it('refuses to write while Postgres is away, notes into the journal, and merges it in order', async () => {
      const audit = await opened('d');
      await server.kill();
      const began = performance.now();
      await expect(audit.log.write(noteNumbered(1000))).rejects.toThrow(AuditUnavailable);
      expect(performance.now() - began).toBeLessThan(2_500);
      for (let n = 1001; n <= 1300; n++) await audit.log.note(noteNumbered(n));
      expect(audit.log.state()).toMatchObject({ waiting: 301, awaySince: expect.any(Number) });
      await server.start();
      await expect.poll(() => audit.log.state().waiting, { timeout: 20_000 }).toBe(0);
      const merged = (await numbers(audit)).filter((n) => n >= 1000);
      expect(merged).toEqual(Array.from({ length: 301 }, (_, n) => 1000 + n));
      expect(await fault(audit)).toBeUndefined();
      expect(readFileSync(join(directory, 'd/audit/pending.log'), 'utf8')).toBe('');
      await audit.close();
    }, 60_000);

    it('loses nothing that it promised to a kill -9, with Postgres and without it', async () => {
      const dataDir = join(directory, 'killed');
      const first = await killedAfter(spawned(dataDir, 2000), 2040);
      const child = spawned(dataDir, 3000);
      await said(child, 3020);
      await server.kill();
      const second = await killedAfter(child, 3080);
      appendFileSync(join(dataDir, 'audit/pending.log'), '00000000 {"cut');
      await server.start();
      const audit = await opened('killed');
      await expect.poll(() => audit.log.state().waiting, { timeout: 20_000 }).toBe(0);
      // What stood in the journal and was not said yet may be there, too, once and in its place.
      const stored = (await numbers(audit)).filter((n) => n >= 2000);
      expect(stored).toEqual([...new Set(stored)].sort((a, b) => a - b));
      for (let n = 2000; n <= first; n++) expect(stored).toContain(n);
      for (let n = 3000; n <= second; n++) expect(stored).toContain(n);
      expect(await fault(audit)).toBeUndefined();
      await audit.close();
    }, 90_000);

    it('keeps a lookup a few milliseconds at most', async () => {
      const audit = await opened('e');
      const took: number[] = [];
      for (let n = 5000; n < 5200; n++) {
        const began = performance.now();
        await audit.log.note(noteNumbered(n));
        took.push(performance.now() - began);
      }
      await audit.close();
      took.sort((a, b) => a - b);
      console.log(`a note: p50 ${took[100]?.toFixed(2)} ms, p95 ${took[190]?.toFixed(2)} ms`);
      expect(took[100]).toBeLessThan(20);
    }, 30_000);

    function spawned(dataDir: string, first: number): ChildProcess {
      const args = [PROCESS, server.url(), dataDir, String(first)];
      return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    }
  },
);

/** Resolves with the last number that a process has said, once it is `least` or more. */
async function said(child: ChildProcess, least: number): Promise<number> {
  let text = '';
  const { promise, resolve } = Promise.withResolvers<number>();
  const hear = (chunk: Buffer) => {
    text += chunk;
    const last = Number(text.split('\n').at(-2) ?? 0);
    if (last >= least) resolve(last);
  };
  child.stdout?.on('data', hear);
  child.once('exit', () => resolve(Number(text.split('\n').at(-2) ?? 0)));
  return await promise;
}

/** Kills it once it has said `least`; resolves with the last number that it said at all. */
async function killedAfter(child: ChildProcess, least: number): Promise<number> {
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk;
  });
  await said(child, least);
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  await closed;
  return Number(text.split('\n').at(-2) ?? 0);
}
