import { mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SequenceFile, type SequenceState } from './sequence-file.ts';

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'desk-sequence-'));
  path = join(directory, 'sequence');
});
afterEach(() => rmSync(directory, { recursive: true }));

const state = (failed: number): SequenceState => ({
  epoch: 3,
  failed,
  succeeded: 6_000_000_000,
  flushedMs: 1_795_000_000_123,
  drained: false,
});
const found = () => new SequenceFile(path).found;

it('holds what was written last, in a file that never grows', () => {
  expect(found()).toBeUndefined();
  const file = new SequenceFile(path);
  for (let failed = 1; failed <= 5; failed++) {
    file.write(state(failed));
    expect(found()).toEqual(state(failed));
  }
  file.write({ ...state(5), drained: true });
  file.sync();
  file.close();
  expect(found()).toEqual({ ...state(5), drained: true });
  expect(readFileSync(path)).toHaveLength(1024);
});

it('falls back to the state before when the last write was torn', () => {
  const file = new SequenceFile(path);
  file.write(state(1));
  file.write(state(2));
  const fd = openSync(path, 'r+');
  writeSync(fd, Buffer.alloc(20, 0xee), 0, 20, 20);
  expect(found()).toEqual(state(1));
  writeSync(fd, Buffer.alloc(20, 0xee), 0, 20, 512 + 20);
  expect(found()).toBeUndefined();
});

it('is made again when somebody removes it', () => {
  const file = new SequenceFile(path);
  file.write(state(1));
  expect(file.removed).toBe(false);
  rmSync(path);
  expect(file.removed).toBe(true);
  file.remake();
  file.write(state(2));
  expect(found()).toEqual(state(2));
});
