import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from './config.ts';

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

const SECRETS_KEY = 'k'.repeat(32);

const ALERTS_ONLY = {
  ROLES: 'alerts',
  CLICKHOUSE_URL: 'http://127.0.0.1:8123',
  DATABASE_URL: 'postgres://127.0.0.1/desk',
  SECRETS_KEY,
};

const PROVIDER = {
  OIDC_ISSUER: 'https://id.example',
  OIDC_CLIENT_ID: 'desk',
  OIDC_SUPPORT: '@desk.example, help',
  CONSOLE_URL: 'https://desk.example',
};

it('takes an address with the place of the trace id', () => {
  const good = 'https://grafana.example/explore?trace={trace_id}&tenant=1';
  expect(loadConfig({ TRACE_URL_TEMPLATE: good }).traceUrlTemplate).toBe(good);
  for (const wrong of ['https://jaeger.example/trace/', 'javascript:{trace_id}', '{trace_id}'])
    expect(faultsOf({ TRACE_URL_TEMPLATE: wrong })).toEqual([
      expect.stringContaining('TRACE_URL_TEMPLATE: must be an http'),
    ]);
});

it.each([
  ['CLICKHOUSE_URL', 'http://desk:p@ss/w#rd@store:8123/'],
  ['CLICKHOUSE_URL', 'http://desk:pass@store:8123/#1'],
  ['DATABASE_URL', 'postgres://desk:p@ss/w?rd@db/desk'],
  ['REDIS_URL', 'redis://:p/w@cache:6379'],
])('refuses %s with a password that ends its host, and repeats none of it', (name, value) => {
  const faults = faultsOf({ [name]: value }).join('\n');
  expect(faults).toMatch(new RegExp(`^${name}: (holds a # or @|must be a)`, 'm'));
  expect(faults).not.toMatch(/p@ss|w#rd|w\?rd|p\/w/);
});

it('takes a password whose signs are escaped', () => {
  const database = 'postgres://desk:p%40ss%2Fw%23rd%3F@db/desk?sslmode=require';
  expect(loadConfig({ DATABASE_URL: database, SECRETS_KEY }).databaseUrl).toBe(database);
  expect(faultsOf({ CLICKHOUSE_URL: 'http://desk:p%40ss@store:8123/desk' })).toEqual([]);
});

it('takes origins of pages as browsers write them', () => {
  const listed = 'https://app.example, http://localhost:5173';
  expect(loadConfig({ OTLP_CORS_ORIGINS: listed }).otlp.corsOrigins).toEqual([
    'https://app.example',
    'http://localhost:5173',
  ]);
  for (const wrong of ['*', 'app.example', 'https://app.example/', 'https://App.example', 'null'])
    expect(faultsOf({ OTLP_CORS_ORIGINS: wrong })).toEqual([
      expect.stringContaining('OTLP_CORS_ORIGINS: must be origins'),
    ]);
});

describe('configuration', () => {
  it('lets the sidebar be framed by whole origins alone', () => {
    const faults = (list: string) => faultsOf({ SIDEBAR_FRAME_ANCESTORS: list });
    const { console } = loadConfig({
      SIDEBAR_FRAME_ANCESTORS: 'https://a.zendesk.com, https://*.help.example:8443',
    });
    expect(console.sidebarAncestors).toEqual([
      'https://a.zendesk.com',
      'https://*.help.example:8443',
    ]);
    expect(loadConfig({}).console.sidebarAncestors).toEqual([]);
    expect(faults('http://127.0.0.1:9000')).toEqual([]);
    for (const wrong of [
      '*',
      'https:',
      'https://*',
      'https://*.com',
      'http://desk.example',
      "'self'",
      'https://a.example/path',
      'https://a.example; script-src *',
      'a.example',
      ',',
    ])
      expect(faults(wrong), wrong).toEqual([expect.stringContaining('SIDEBAR_FRAME_ANCESTORS')]);
  });

  it('says everything that a provider still needs', () => {
    expect(faultsOf({ OIDC_ISSUER: 'http://id.example' })).toEqual([
      'OIDC_ISSUER must be an https:// URL',
      'OIDC_ISSUER needs OIDC_CLIENT_ID',
      'OIDC_ISSUER needs CONSOLE_URL: the provider sends people back to it',
      expect.stringMatching(/^OIDC_ISSUER needs OIDC_SUPPORT, /),
    ]);
    expect(faultsOf({ OIDC_ADMINS: 'desk' })).toEqual([expect.stringMatching(/OIDC_ISSUER$/)]);
    expect(() => loadConfig({ CONSOLE_HOST: '0.0.0.0' })).toThrow(/set STAFF_TOKEN/);
    const { oidc } = loadConfig({ ...PROVIDER, CONSOLE_HOST: '0.0.0.0' });
    expect(oidc?.roles).toEqual({ support: ['@desk.example', 'help'], engineer: [], admin: [] });
  });

  it('names its own telemetry after the Meetso API only where it is that API', () => {
    expect(loadConfig({}).otel.serviceName).toBe('meetso-api');
    expect(loadConfig({ PROFILE: 'x.json' }).otel.serviceName).toBe('request-desk');
    expect(loadConfig({ OTEL_SERVICE_NAME: 'own' }).otel.serviceName).toBe('own');
  });

  it('reads secrets from files, and says which cannot be read', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'desk-config-')), 'secret');
    writeFileSync(file, `${'s'.repeat(40)}\n`);
    const config = loadConfig({
      STAFF_TOKEN_FILE: file,
      OIDC_CLIENT_SECRET_FILE: file,
      ...PROVIDER,
    });
    expect([config.tokens.staff, config.oidc?.clientSecret]).toEqual(Array(2).fill('s'.repeat(40)));
    expect(faultsOf({ INGEST_TOKEN_FILE: `${file}.none` })[0]).toMatch(
      /cannot be read \(ENOENT\)$/,
    );
    expect(faultsOf({ STAFF_TOKEN_FILE: file, STAFF_TOKEN: 's'.repeat(32) })).toHaveLength(1);
    rmSync(dirname(file), { recursive: true });
  });

  it.each([
    [{ CONSOLE_HOST: '0.0.0.0' }, /^CONSOLE_HOST is not loopback: set CONSOLE_URL to its https/],
    [
      { CONSOLE_HOST: '0.0.0.0', CONSOLE_URL: 'http://127.0.0.1:8081' },
      /^CONSOLE_HOST is not loop/,
    ],
    [{ CONSOLE_URL: 'http://desk.internal' }, /^CONSOLE_URL must be an https/],
    [{ CONSOLE_URL: 'http://[::1]:8081' }, undefined],
    [{ CONSOLE_HOST: '0.0.0.0', CONSOLE_URL: 'https://desk.example' }, undefined],
    [{ CONSOLE_HOST: '0.0.0.0', ...ALERTS_ONLY }, undefined],
  ])('never serves sessions over plain http to other machines: %j', (env, fault) => {
    const faults = faultsOf({ STAFF_TOKEN: 's'.repeat(32), ...env });
    expect(faults).toEqual(fault === undefined ? [] : [expect.stringMatching(fault)]);
  });

  it.each([
    [
      { SPOOL_MAX_BYTES: '1' },
      'SPOOL_MAX_BYTES: must be a whole number of bytes, at least 67108864',
    ],
    [{ MAX_CLOCK_SKEW: '1e300' }, 'MAX_CLOCK_SKEW: must be seconds from 0 to 86400'],
  ])('refuses what nothing could work with: %j', (env, fault) => {
    expect(faultsOf(env)).toEqual([expect.stringContaining(fault)]);
  });

  it('starts with no variables at all, on loopback', () => {
    const config = loadConfig({});
    expect(config.api).toMatchObject({ host: '127.0.0.1', port: 8080 });
    expect(config.rateLimit).toEqual({ burst: 10, perMinute: 60 });
    expect([...config.roles]).toEqual(['api', 'ingest', 'console', 'alerts']);
  });

  it.each([
    [{}, 0],
    [{ API_HOST: '0.0.0.0' }, 10],
    [{ API_HOST: '0.0.0.0', DRAIN_SECONDS: '0' }, 0],
    [
      {
        CONSOLE_HOST: '10.0.0.1',
        STAFF_TOKEN: 'x'.repeat(32),
        CONSOLE_URL: 'https://desk.example',
      },
      10,
    ],
    [{ DRAIN_SECONDS: '25' }, 25],
  ])('drains for ten seconds where a balancer may be in front: %j', (env, seconds) => {
    expect(loadConfig(env).drainSeconds).toBe(seconds);
  });

  it('wants a token before other machines may read the metrics of a process for alerts', () => {
    const open = { ...ALERTS_ONLY, ALERTS_HOST: '0.0.0.0' };
    expect(faultsOf(open)).toEqual([expect.stringContaining('ALERTS_HOST is not loopback')]);
    const { alerts } = loadConfig({ ...open, INGEST_TOKEN: 't'.repeat(32) });
    expect(alerts).toEqual({ host: '0.0.0.0', port: 8082 });
  });

  it('lists every fault at once, malformed values and contradictions alike', () => {
    const faults = faultsOf({
      API_PORT: '99999',
      RETENTION_DAYS: 'soon',
      OTEL_TRACES_SAMPLER: 'always_off',
      CONSOLE_HOST: '0.0.0.0',
      OTLP_HOST: '0.0.0.0',
      STAFF_TOKEN: 'short',
    });
    for (const name of [
      'API_PORT',
      'RETENTION_DAYS',
      'OTEL_TRACES_SAMPLER',
      'CONSOLE_HOST',
      'OTLP_HOST',
      'STAFF_TOKEN',
    ]) {
      expect(
        faults.some((fault) => fault.startsWith(name)),
        name,
      ).toBe(true);
    }
  });

  it('refuses a variable of clusters without a cluster', () => {
    expect(faultsOf({ CLICKHOUSE_ASK_ALL_SHARDS: 'true' })).toEqual([
      'CLICKHOUSE_ASK_ALL_SHARDS needs CLICKHOUSE_CLUSTER',
    ]);
  });

  it('refuses to split embedded engines over processes', () => {
    expect(faultsOf({ ROLES: 'api' })[0]).toContain('CLICKHOUSE_URL and DATABASE_URL');
    expect(faultsOf({ ...ALERTS_ONLY, ROLES: 'api' })).toEqual([]);
  });

  it('wants the key of secrets, or the word that there is none, for a shared control plane', () => {
    const shared = { ...ALERTS_ONLY, SECRETS_KEY: '' };
    expect(faultsOf(shared)).toEqual([expect.stringMatching(/^DATABASE_URL needs SECRETS_KEY/)]);
    expect(loadConfig({ ...shared, SECRETS_KEY: 'none' }).secretsKeys).toEqual([]);
    expect(loadConfig(ALERTS_ONLY).secretsKeys).toEqual(['k'.repeat(32)]);
    expect(faultsOf({ SECRETS_KEY: 'none' })).toEqual([expect.stringContaining('unset it')]);
    expect(faultsOf({ SECRETS_KEY: 'short' })).toEqual([expect.stringContaining('32 characters')]);
  });

  it('treats an empty variable as unset', () => {
    expect(loadConfig({ API_PORT: '' }).api.port).toBe(8080);
  });

  it('refuses unknown roles by name', () => {
    expect(faultsOf({ ROLES: 'api,web' })[0]).toContain('ROLES');
  });
});
