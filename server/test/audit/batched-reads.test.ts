import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { noteNumbered } from '../../../testkit/audit/audit-notes.ts';
import { type AuditNote, AuditUnavailable } from '../../src/console/audit/audit-trail.ts';
import { BatchedReads } from '../../src/console/audit/batched-reads.ts';

it('notes the first read at once, and how many followed, of each person by themselves', async () => {
  const notes: AuditNote[] = [];
  const reads = new BatchedReads({ note: async (note) => void notes.push(note) }, 30);
  for (let n = 0; n < 4; n++) await reads.note(noteNumbered(1, { staff: 'ada' }));
  await reads.note(noteNumbered(1, { staff: 'ben' }));
  expect(notes.map(({ staff, count }) => [staff, count])).toEqual([
    ['ada', 1],
    ['ben', 1],
  ]);
  await pause(60);
  expect(notes.slice(2).map(({ staff, count }) => [staff, count])).toEqual([['ada', 3]]);
  await reads.note(noteNumbered(1, { staff: 'ada' }));
  await reads.note(noteNumbered(1, { staff: 'ada' }));
  await reads.close();
  expect(notes.slice(3).map(({ count }) => count)).toEqual([1, 1]);
});

it('refuses the read that cannot be written down, and tries again at the next', async () => {
  let isAway = true;
  const note = async () => {
    if (isAway) throw new AuditUnavailable('away');
  };
  const reads = new BatchedReads({ note });
  await expect(reads.note(noteNumbered(1))).rejects.toThrow(AuditUnavailable);
  isAway = false;
  await reads.note(noteNumbered(2));
  await reads.close();
});
