import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { bodiesIn } from '../../../testkit/spool/segments.ts';
import { openSpool } from './open-spool.ts';
import { remoteFileSystem } from './remote-file-systems.ts';
import type { Sink } from './sink.ts';
import { SpoolUnusable } from './spool-directory.ts';

const root = mkdtempSync(join(tmpdir(), 'desk-directory-'));
const log = pino({ level: 'silent' });

afterAll(() => rmSync(root, { recursive: true }));

async function stage(name: string) {
  const stage = { away: false, bodies: [] as string[] };
  const sink: Sink = {
    async deliver({ path }) {
      if (stage.away) throw new Error('away');
      stage.bodies.push(...bodiesIn(path).map(String));
    },
  };
  const path = join(root, name);
  const spool = await openSpool({ path, sink, maxBytes: 2 ** 30, now: Date.now, log });
  return Object.assign(stage, { spool, path });
}

describe('a spool directory that is removed while it is in use', () => {
  it.each([
    ['as a whole', (path: string) => rmSync(path, { recursive: true })],
    ['as a whole, by moving it', (path: string) => renameSync(path, `${path}.away`)],
    ['one stream of it', (path: string) => rmSync(join(path, 'errors'), { recursive: true })],
  ])(
    'is made again (%s), and neither what was open nor what comes is lost',
    async (how, remove) => {
      const desk = await stage(how);
      for (let round = 0; round < 3; round++) {
        for (let n = 0; n < 5; n++) desk.spool.append('errors', Buffer.from(`${round}.${n}`));
        remove(desk.path);
        for (let n = 5; n < 9; n++) desk.spool.append('errors', Buffer.from(`${round}.${n}`));
        await expect.poll(() => desk.spool.oldestUndelivered()).toBeUndefined();
        rmSync(`${desk.path}.away`, { recursive: true, force: true });
      }
      expect(desk.bodies.toSorted()).toEqual(
        [0, 1, 2].flatMap((round) => Array.from({ length: 9 }, (_, n) => `${round}.${n}`)),
      );
      expect(desk.spool.state()).toMatchObject({ append_failures: 0, dropped_bytes: 0 });
      await desk.spool.close();
    },
  );

  it('counts what was sealed and is gone', async () => {
    const desk = await stage('sealed');
    desk.away = true;
    desk.spool.append('errors', Buffer.from('one'));
    await expect.poll(() => desk.spool.state().store).toBe('unavailable');
    const lost = desk.spool.state().backlog_bytes;
    rmSync(desk.path, { recursive: true });
    desk.away = false;
    await expect.poll(() => desk.spool.state().dropped_bytes).toBe(lost);
    desk.spool.append('errors', Buffer.from('two'));
    await expect.poll(() => desk.bodies).toEqual(['two']);
    await desk.spool.close();
  });
});

describe('a directory that cannot hold a spool', () => {
  it.each(['', '/errors', '/quarantine'])('is refused in one line: a file at %s', async (place) => {
    const path = join(root, `file${place.replace('/', '-')}`);
    if (place !== '') await (await stage(`file${place.replace('/', '-')}`)).spool.close();
    rmSync(`${path}${place}`, { recursive: true, force: true });
    writeFileSync(`${path}${place}`, '');
    const sink = { deliver: async () => undefined };
    const opened = openSpool({ path, sink, maxBytes: 1, now: Date.now, log });
    await expect(opened).rejects.toThrow(SpoolUnusable);
    await expect(opened).rejects.toThrow(/^[^\n]*a file stands where[^\n]*DATA_DIR[^\n]*$/);
  });

  it('is on a network file system', () => {
    for (const type of [0x6969, 0xff534d42, 0xff534d42 | 0, 0x65735546, 0x00c36400])
      expect(remoteFileSystem(type)).toBeDefined();
    for (const tmpfsOrExt4 of [0x01021994, 0xef53])
      expect(remoteFileSystem(tmpfsOrExt4)).toBeUndefined();
  });
});
