import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { Random } from '../../../testkit/random.ts';
import { bodiesIn, earlierFrame, segmentOf } from '../../../testkit/spool/segments.ts';
import { scan } from './frame.ts';
import { openSpool } from './open-spool.ts';
import { SegmentDirectory } from './segment-directory.ts';
import { SpoolKey } from './spool-key.ts';

const root = mkdtempSync(join(tmpdir(), 'desk-forgery-'));
const log = pino({ level: 'silent' });
let spools = 0;

afterAll(() => rmSync(root, { recursive: true }));

const FORGED = Buffer.from('forged');
const LABELS = [Buffer.from('genuine before'), Buffer.from('genuine after')] as const;

function stage() {
  const path = join(root, String(spools++));
  return { path, segments: new SegmentDirectory(path, 'logs') };
}

/** Frames that a sender may write: of every format, with guessed, copied and other spools' codes. */
function forgeries(random: Random, real: Buffer): Buffer[] {
  const foreign = new SegmentDirectory(join(root, `foreign-${spools++}`), 'logs');
  const sealed = segmentOf(foreign.next(1, 'open'), FORGED);
  const guessed = Buffer.from(sealed);
  random.bytes(16).copy(guessed, 15);
  const copied = Buffer.from(sealed);
  real.copy(copied, 15, 15, 31);
  const rqd1 = earlierFrame(FORGED);
  rqd1[6] = 0x31;
  return [sealed, guessed, copied, earlierFrame(FORGED), rqd1];
}

describe('a frame that stands in a body', () => {
  it('never becomes a record, however the segment is torn: 50 variations', async () => {
    const random = new Random(14);
    for (let variation = 0; variation < 50; variation++) {
      const { path, segments } = stage();
      const open = segments.next(1_000 + variation, 'open');
      const genuine = segmentOf(open, LABELS[0]);
      const hidden = random.shuffled(forgeries(random, genuine));
      const padding = () => random.bytes(random.below(200));
      const body = Buffer.concat([padding(), ...hidden.flatMap((one) => [one, padding()])]);
      const segment = segmentOf(open, LABELS[0], body, LABELS[1]);
      // The header of the body, which stands after the first: damage there makes the reader search on.
      const damagedAt = genuine.length + random.below(31);
      segment[damagedAt] = (segment[damagedAt] ?? 0) ^ random.int(1, 255);
      const cut = random.chance(0.3)
        ? random.int(genuine.length + 31, segment.length)
        : segment.length;
      writeFileSync(open, segment.subarray(0, cut));
      const delivered: string[] = [];
      const sink = {
        deliver: async (one: { path: string }) => {
          delivered.push(...bodiesIn(one.path).map(String));
        },
      };
      const spool = await openSpool({ path, sink, maxBytes: 2 ** 30, now: Date.now, log });
      await expect.poll(() => spool.state().backlog_segments).toBe(0);
      await spool.close();
      expect(delivered).not.toContain(String(FORGED));
      expect(delivered).toContain(String(LABELS[0]));
      if (cut === segment.length) expect(delivered).toContain(String(LABELS[1]));
    }
  });

  it('would have become one by a checksum alone', () => {
    const body = Buffer.concat([Buffer.alloc(20, 1), earlierFrame(FORGED)]);
    const found = scan(body.subarray(20), undefined);
    expect(found.bodies.map(String)).toEqual(['forged']);
    expect(scan(body, undefined).bodies).toEqual([]);
  });

  it('counts nowhere but at its place in its segment', () => {
    const { segments } = stage();
    const [one, other] = [segments.next(1, 'seg'), segments.next(2, 'seg')];
    const segment = segmentOf(one, LABELS[0], LABELS[1]);
    expect(scan(segment, segments.sealOf(one)).bodies).toHaveLength(2);
    expect(scan(segment, segments.sealOf(other)).bodies).toHaveLength(0);
    const shifted = Buffer.concat([Buffer.of(0), segment]);
    expect(scan(shifted, segments.sealOf(one)).bodies).toHaveLength(0);
  });
});

describe('the key of a spool', () => {
  it('is nobody else’s to read, and the same for as long as it is there', () => {
    const { path } = stage();
    const [key, again] = [new SpoolKey(path), () => new SpoolKey(path)];
    key.keep();
    expect(statSync(join(path, 'key')).mode & 0o777).toBe(0o600);
    const mac = (one: SpoolKey) => one.sealOf('logs', 'x').mac(0, 1, 2).toString('hex');
    expect(mac(again())).toBe(mac(key));
    rmSync(join(path, 'key'));
    key.keep();
    expect(mac(again())).toBe(mac(key));
  });

  it.each([
    ['removed', (path: string) => rmSync(join(path, 'key'))],
    ['cut', (path: string) => writeFileSync(join(path, 'key'), 'short')],
    ['another', (path: string) => writeFileSync(join(path, 'key'), Buffer.alloc(32))],
  ])('sets aside what it had sealed when it is %s, and deletes nothing', async (_, lose) => {
    const { path, segments } = stage();
    const sealed = [segments.next(1_000, 'seg'), segments.next(2_000, 'open')];
    for (const one of sealed) writeFileSync(one, segmentOf(one, LABELS[0]));
    const before = sealed.map((one) => readFileSync(one));
    lose(path);
    const delivered: string[] = [];
    const sink = {
      deliver: async (one: { path: string }) => {
        delivered.push(...bodiesIn(one.path).map(String));
      },
    };
    const spool = await openSpool({ path, sink, maxBytes: 2 ** 30, now: Date.now, log });
    spool.append('logs', LABELS[1]);
    await expect.poll(() => delivered).toEqual([String(LABELS[1])]);
    await expect.poll(() => spool.state().quarantined_segments).toBe(2);
    await spool.close();
    const aside = readdirSync(join(path, 'quarantine')).map((name) =>
      readFileSync(join(path, 'quarantine', name)),
    );
    for (const bytes of before) expect(aside.some((one) => one.equals(bytes))).toBe(true);
    expect(existsSync(join(path, 'key'))).toBe(true);
  });
});
