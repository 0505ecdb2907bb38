import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const benches = readdirSync(join(root, 'bench')).filter((name) => name.endsWith('.ts'));

it.each(benches)('bench/%s says what its options are', (name) => {
  const source = readFileSync(join(root, 'bench', name), 'utf8');
  expect(source).toMatch(/^\/\*\*/);
  expect(source).toMatch(/header-help|help:|HELP/);
});

it('prints the first comment of a command, and runs nothing', () => {
  const said = execFileSync(process.execPath, [join(root, 'bench/canary.ts'), '--help']);
  expect(String(said)).toMatch(/^Sends secrets of every kind[^*]*exits 1[^*]*\n$/);
});
