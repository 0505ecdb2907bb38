import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { newProducerId, readIdentity, writeIdentity } from './identity.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-identity-'));
afterAll(() => rmSync(directory, { recursive: true }));

it('stays the same where it was made, also when the directory moves, and detects a copy', () => {
  const [from, to] = [join(directory, 'a'), join(directory, 'b')];
  mkdirSync(from);
  const id = newProducerId();
  expect(id).toMatch(/^prd_[0-9a-f]{16}$/);
  writeIdentity(join(from, 'producer'), id);
  expect(readIdentity(join(from, 'producer'))).toEqual({ id, copied: false });
  renameSync(from, to);
  expect(readIdentity(join(to, 'producer'))).toEqual({ id, copied: false });
  cpSync(to, from, { recursive: true, preserveTimestamps: true });
  expect(readIdentity(join(from, 'producer'))).toEqual({ id, copied: true });
  copyFileSync(join(to, 'producer'), join(to, 'other'));
  renameSync(join(to, 'other'), join(to, 'producer'));
  expect(readIdentity(join(to, 'producer'))).toEqual({ id, copied: true });
});

it('is none where there is no file, or another one', () => {
  expect(readIdentity(join(directory, 'none'))).toBeUndefined();
  writeFileSync(join(directory, 'other'), 'prd_1 2\n');
  expect(readIdentity(join(directory, 'other'))).toBeUndefined();
});
