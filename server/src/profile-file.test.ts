import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { CHARGES_PROFILE } from '../../testkit/profiles/charges.ts';
import { ConfigError, loadConfig } from './config.ts';
import { MEETSO_PROFILE } from './meetso/profile.ts';
import { readProfile } from './profile-file.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-profile-'));
afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

test('a profile is read from its file, and is Meetso’s without one', () => {
  expect(readProfile(undefined)).toBe(MEETSO_PROFILE);
  const text = JSON.stringify(CHARGES_PROFILE);
  expect(readProfile(file('good.json', text))).toEqual(CHARGES_PROFILE);
  expect(readProfile(file('marked.json', `\ufeff${text}`))).toEqual(CHARGES_PROFILE);
});

test('what is wrong is said in words', () => {
  expect(() => readProfile(join(directory, 'gone.json'))).toThrow(
    /gone.json cannot be read: ENOENT/,
  );
  expect(() => readProfile(file('bad.json', '{'))).toThrow(/bad.json is no JSON/);
  const { name: _, ...nameless } = CHARGES_PROFILE;
  const path = file('nameless.json', JSON.stringify(nameless));
  expect(() => readProfile(path)).toThrow(/nameless.json: name: Invalid input/);
});

test('the command line says it in one line as well', () => {
  const program = join(import.meta.dirname, 'cli/request-desk.ts');
  const env = { PATH: process.env.PATH, PROFILE: join(directory, 'gone.json') };
  const { status, stderr } = spawnSync(process.execPath, [program, 'lookup', 'x'], { env });
  expect(status).toBe(2);
  expect(String(stderr)).toMatch(/^The profile is not usable:\n.+ cannot be read: ENOENT[^\n]*\n$/);
});

test('a desk of another API is one process without the role api', () => {
  expect([...loadConfig({ PROFILE: 'x.json' }).roles]).toEqual(['ingest', 'console', 'alerts']);
  const faults = (env: Record<string, string>) => {
    try {
      loadConfig(env);
      return [];
    } catch (error) {
      return error instanceof ConfigError ? error.faults : [String(error)];
    }
  };
  expect(faults({ PROFILE: 'x.json', ROLES: 'api,console' }).join('\n')).toContain(
    'PROFILE describes another API: leave the role api out of ROLES',
  );
  expect(faults({ PROFILE: 'x.json', ROLES: 'console' }).join('\n')).toContain(
    'splits the process',
  );
});
