import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { variables } from '../../src/config.ts';

const VARIABLES = Object.keys(variables.shape);
const ROOT = join(import.meta.dirname, '../../..');
const CHART = join(ROOT, 'deploy/helm/request-desk');
const RULES = join(ROOT, 'deploy/prometheus/request-desk.rules.yml');
const read = (path: string) => readFileSync(path, 'utf8');
const yaml = (path: string): unknown => parse(read(path), { merge: true });

const schema: unknown = JSON.parse(read(join(CHART, 'values.schema.json')));
const { properties } = z
  .object({
    properties: z.looseObject({
      settings: z.object({ propertyNames: z.object({ enum: z.array(z.string()) }) }),
    }),
  })
  .parse(schema);
const values = z
  .looseObject({ drainSeconds: z.int(), stopGraceSeconds: z.int() })
  .parse(yaml(join(CHART, 'values.yaml')));
/** What has no default that could be right. */
const GIVEN = {
  existingSecret: 'request-desk',
  consoleUrl: 'https://desk.example.com',
  publicApiUrl: 'https://api.example.com',
};

/** The faults of values by the chart's schema, as helm judges them: laid over its defaults. */
function faultsOf(over: Readonly<Record<string, unknown>>): string[] {
  const ajv = new Ajv({ strict: false, allErrors: true });
  if (ajv.validate(z.record(z.string(), z.unknown()).parse(schema), { ...values, ...over }))
    return [];
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const templates = readdirSync(join(CHART, 'templates')).map((name) => ({
  name,
  text: read(join(CHART, 'templates', name)),
}));
const NAME = '[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|ROLES|PROFILE';
/** Variables that a template sets: those written out, and secrets, whose names stand in lists. */
const setBy = (text: string) => [
  ...[...text.matchAll(new RegExp(`- name: (${NAME})$`, 'gm'))].map(([, name = '']) => name),
  ...[...text.matchAll(new RegExp(`"(${NAME})"`, 'g'))].map(([, name = '']) => name),
];

describe('the chart', () => {
  it('has a schema that takes its values with what has to be given', () => {
    expect(faultsOf(GIVEN)).toEqual([]);
  });

  it('has a schema with every value and no other', () => {
    const known = Object.keys(properties).filter((name) => name !== 'global');
    expect(Object.keys(values).sort()).toEqual(known.sort());
  });

  it.each(readdirSync(join(CHART, 'ci')))(
    'has a schema that takes the first level of ci/%s',
    (name) => {
      const given = z.record(z.string(), z.unknown()).parse(yaml(join(CHART, 'ci', name)));
      for (const key of Object.keys(given)) expect(Object.keys(properties)).toContain(key);
    },
  );

  it.each([
    ['no secret', { ...GIVEN, existingSecret: '' }],
    ['no console', { ...GIVEN, consoleUrl: '' }],
    ['a console without TLS', { ...GIVEN, consoleUrl: 'http://desk.example.com' }],
    ['a value nobody reads', { ...GIVEN, replicas: 3 }],
    ['a secret in the open', { ...GIVEN, settings: { STAFF_TOKEN: 'x'.repeat(32) } }],
    ['a variable nobody reads', { ...GIVEN, settings: { RETENTION: '3' } }],
    ['a number, which YAML may round', { ...GIVEN, settings: { RETENTION_DAYS: 30 } }],
  ])('refuses %s', (_, over) => {
    expect(faultsOf(over)).not.toEqual([]);
  });

  it('sets only variables that are read', () => {
    const set = templates.flatMap(({ text }) => setBy(text));
    expect(set).toEqual(expect.arrayContaining(['ROLES', 'STOP_GRACE_SECONDS', 'STAFF_TOKEN']));
    const offered = [...set, ...properties.settings.propertyNames.enum];
    expect(offered.filter((name) => !VARIABLES.includes(name))).toEqual([]);
  });

  it('offers every variable, or sets it, but those of a file, a port and the command line', () => {
    const set = templates.flatMap(({ text }) => setBy(text));
    const offered = new Set([...set, ...properties.settings.propertyNames.enum]);
    expect(VARIABLES.filter((name) => !offered.has(name))).toEqual([
      'API_PORT',
      'OTLP_PORT',
      'CONSOLE_PORT',
      'ALERTS_PORT',
      'REQUEST_DESK_TOKEN',
    ]);
  });

  it('has every process with metrics that rules watch scraped, as the job that they name', () => {
    const text = (wanted: string) => templates.find(({ name }) => name === wanted)?.text ?? '';
    const [, job] = /up\{job="([\w-]+)"\}/.exec(read(RULES)) ?? [];
    expect(text('service-monitor.yaml')).toContain(`{ targetLabel: job, replacement: ${job} }`);
    expect(text('service-monitor.yaml')).toContain('list "ingest" "alerts"');
    expect(text('services.yaml')).toContain('list "api" "ingest" "console" "alerts"');
  });

  it('gives a process 30 seconds after draining, and renders nothing that does not', () => {
    expect(values.stopGraceSeconds).toBeGreaterThanOrEqual(values.drainSeconds + 30);
    const names = templates.find(({ name }) => name === '_names.tpl');
    expect(names?.text).toMatch(/add 30 \.Values\.drainSeconds[\s\S]*fail/);
  });
});

describe('docker-compose.yml', () => {
  const service = z.looseObject({
    profiles: z.array(z.string()).optional(),
    environment: z.record(z.string(), z.string()).optional(),
    volumes: z.array(z.string()).optional(),
    build: z.string().optional(),
    healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
  });
  const { services, volumes } = z
    .looseObject({
      services: z.record(z.string(), service),
      volumes: z.record(z.string(), z.unknown()),
    })
    .parse(yaml(join(ROOT, 'docker-compose.yml')));
  const desks = Object.entries(services).filter(([, { build }]) => build !== undefined);

  it('starts one process and two databases where no profile is named', () => {
    const always = Object.entries(services).filter(([, { profiles }]) => profiles === undefined);
    expect(always.map(([name]) => name)).toEqual(['request-desk', 'clickhouse', 'postgres']);
  });

  it('has two processes of each role, each with a disk of its own, in the profile scale', () => {
    const scaled = desks.filter(([, { profiles }]) => profiles?.includes('scale'));
    const roles = scaled.map(([, { environment }]) => environment?.ROLES).sort();
    const each = ['alerts', 'api', 'console', 'ingest'];
    expect(roles).toEqual(each.flatMap((role) => [role, role]));
    const disks = desks.flatMap(([, { volumes: own = [] }]) => own.map((one) => one.split(':')[0]));
    expect(new Set(disks).size).toBe(desks.length);
    for (const disk of disks) expect(Object.keys(volumes)).toContain(disk);
  });

  it('asks each process for its own health', () => {
    const ports = { api: 8080, ingest: 4318, console: 8081, alerts: 8082 };
    const asked = desks.map(([, { environment, healthcheck }]) => {
      const role = z
        .enum(['api', 'ingest', 'console', 'alerts'])
        .parse(environment?.ROLES ?? 'api');
      return [healthcheck?.test.join(' ').includes(`127.0.0.1:${ports[role]}/readyz`), role];
    });
    expect(asked.filter(([right]) => !right)).toEqual([]);
  });

  it('sets only variables that are read, and secrets where their role needs them', () => {
    for (const [, { environment = {} }] of desks)
      expect(Object.keys(environment).filter((name) => !VARIABLES.includes(name))).toEqual([]);
    const holding = (name: string) =>
      desks.filter(([, { environment }]) => environment?.[name]).map(([desk]) => desk);
    expect(holding('STAFF_TOKEN')).toEqual(['request-desk', 'console-1', 'console-2']);
    expect(holding('REDIS_URL')).toEqual(['api-1', 'api-2']);
  });
});
