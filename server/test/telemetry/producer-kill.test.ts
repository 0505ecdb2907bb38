import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readRecords } from '../../../testkit/otlp/telemetry-otlp.ts';
import { bodiesIn } from '../../../testkit/spool/segments.ts';

const LIFE = join(import.meta.dirname, '../../../testkit/crash/numbered-life.ts');
const directory = mkdtempSync(join(tmpdir(), 'desk-numbered-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** Ids of the answers that left, and whether the life was killed. */
function live(where: string): { answered: string[]; killed: boolean } {
  const child = spawnSync(process.execPath, [LIFE, directory, where], { encoding: 'utf8' });
  expect(child.stderr).toBe('');
  return { answered: child.stdout.split('\n').filter(Boolean), killed: child.signal === 'SIGKILL' };
}

/** Every record of the errors stream, in the order in which it was appended. */
function appended() {
  const stream = join(directory, 'errors');
  return readdirSync(stream)
    .sort()
    .flatMap((name) => bodiesIn(join(stream, name)))
    .flatMap((body) => readRecords(body))
    .map(({ eventName, attributes: a }) => ({
      event: eventName === 'request_desk.request',
      id: a['request_desk.request.id'],
      producer: a['request_desk.producer.id'],
      epoch: Number(a['request_desk.producer.epoch']),
      sequence: Number(a['request_desk.sequence']),
      state: a['request_desk.watermark.state'],
      failed: Number(a['request_desk.watermark.failed']),
    }));
}

it('numbers without a gap over kills at each place, and claims every answer that left', () => {
  const wheres = ['append', 'write', 'append', 'none'];
  const answers = wheres.map((where) => {
    const { answered, killed } = live(where);
    expect(killed).toBe(where !== 'none');
    return answered;
  });
  const records = appended();
  expect(new Set(records.map(({ producer }) => producer)).size).toBe(1);
  for (const [n, answered] of answers.entries()) {
    const ofEpoch = records.filter(({ epoch }) => epoch === n + 1);
    const events = ofEpoch.filter(({ event }) => event);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, at) => at + 1));
    const last = ofEpoch.filter(({ event }) => !event).at(-1);
    expect(last?.state).toBe(wheres[n] === 'none' ? 'drained' : 'ended');
    const numbers = new Map(events.map(({ id, sequence }) => [id, sequence]));
    for (const id of answered) expect(numbers.get(id)).toBeLessThanOrEqual(last?.failed ?? 0);
    // What is claimed and not there would hold the watermark for ever.
    expect(last?.failed).toBeLessThanOrEqual(events.length);
  }
  const order = records.map(({ epoch, state }) => (state === 'ended' ? epoch + 0.5 : epoch));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
}, 60_000);
