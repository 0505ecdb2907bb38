import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { isControlPlaneWhole } from '../../src/database/data-dir/control-file.ts';
import { fillNewCluster } from '../../src/database/data-dir/prepared-cluster.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-prepared-'));

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Postgres gives each cluster that it makes a number of its own. */
const madeAs = (path: string) =>
  readFileSync(join(path, 'global', 'pg_control'))
    .readBigUInt64LE()
    .toString();

it('makes a cluster once, and copies it', async () => {
  const paths = ['a', 'b'].map((name) => join(directory, name));
  await Promise.all(paths.map((path) => fillNewCluster(path)));
  expect(paths.map(isControlPlaneWhole)).toEqual([true, true]);
  expect(new Set(paths.map(madeAs)).size).toBe(1);
});

it('leaves the making to the engine where nothing can be kept', async () => {
  const file = join(directory, 'a-file');
  writeFileSync(file, '');
  const path = join(directory, 'c');
  mkdirSync(path);
  await fillNewCluster(path, join(file, 'cache'));
  expect(readdirSync(path)).toEqual([]);
});
