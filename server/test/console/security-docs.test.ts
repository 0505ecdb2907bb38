import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const confined = z.looseObject({
  cap_drop: z.array(z.string()),
  cap_add: z.array(z.string()).default([]),
  security_opt: z.array(z.string()),
  read_only: z.boolean().default(false),
});
const composeFile = z.looseObject({ services: z.record(z.string(), confined) });
const namedIn = (text: string) =>
  [...text.matchAll(/`((?:server|emitter|shared|web|e2e|bench|tools|docs)\/[\w./-]+)`/g)].map(
    ([, path]) => path ?? '',
  );

describe.each(['SECURITY.md', 'docs/asvs.md'])('%s', (file) => {
  it('names files that are there', () => {
    const named = namedIn(read(file));
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

it('has a test for each threat', () => {
  const [, table = ''] = read('SECURITY.md').split('## Threats');
  const rows = table.split('\n').filter((line) => /^\| (?!threat|-)/.test(line));
  expect(rows.length).toBeGreaterThan(15);
  const bare = rows.filter((row) => !namedIn(row.split('|').at(-2) ?? '').some(isTest));
  expect(bare).toEqual([]);
});

it('says of each item of the standard how it is met, why it does not apply, or why it is not met; none is open', () => {
  const rows = read('docs/asvs.md')
    .split('\n')
    .filter((line) => /^\| \d+\.\d+\.\d+ /.test(line));
  expect(rows.length).toBeGreaterThan(200);
  const states = rows.map((row) => row.split('|')[3]?.trim().split(':')[0]);
  expect(new Set(states)).toEqual(new Set(['yes', 'n/a', 'accepted', 'operator']));
  const ids = rows.map((row) => row.split('|')[1]?.trim());
  expect(new Set(ids).size).toBe(ids.length);
});

it('lets nothing of the compose file start without its secrets, or with more rights than it needs', () => {
  const compose = read('docker-compose.yml');
  const secrets = [...compose.matchAll(/\$\{(\w*(?:TOKEN|PASSWORD|KEY))([^}]*)\}/g)];
  expect(secrets.length).toBeGreaterThan(5);
  expect(secrets.every(([, , rest]) => rest?.startsWith(':?set '))).toBe(true);
  const { services } = composeFile.parse(parse(compose, { merge: true }));
  const named = (is: (service: z.infer<typeof confined>) => boolean) =>
    Object.keys(services).filter((name) => services[name] && is(services[name]));
  expect(named((service) => service.cap_drop.join() !== 'ALL')).toEqual([]);
  expect(named((service) => service.security_opt.join() !== 'no-new-privileges:true')).toEqual([]);
  // The databases start as root to own their volume, and ClickHouse writes beside it.
  expect(named((service) => service.cap_add.length > 0)).toEqual(['clickhouse', 'postgres']);
  expect(named((service) => !service.read_only)).toEqual(['clickhouse']);
});

function isTest(path: string): boolean {
  return path.endsWith('.test.ts') || path.endsWith('.test.tsx');
}
