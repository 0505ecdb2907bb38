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

const ALERTS_ONLY = {
  ROLES: 'alerts',
  CLICKHOUSE_URL: 'http://127.0.0.1:8123',
  DATABASE_URL: 'postgres://127.0.0.1/desk',
};

describe('configuration', () => {
  it('refuses variables of a sign-in that is not built', () => {
    const OIDC_ISSUER = 'https://id.example';
    const set = { OIDC_ISSUER, CONSOLE_HOST: '0.0.0.0', STAFF_TOKEN: 's'.repeat(32) };
    expect(() => loadConfig(set)).toThrow(/- OIDC_ISSUER has no effect yet, .*: unset it/);
    expect(() => loadConfig({ CONSOLE_HOST: '0.0.0.0' })).toThrow(/set STAFF_TOKEN/);
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

  it('refuses to split embedded engines over processes', () => {
    expect(faultsOf({ ROLES: 'api' })[0]).toContain('CLICKHOUSE_URL and DATABASE_URL');
    expect(
      faultsOf({
        ROLES: 'api',
        CLICKHOUSE_URL: 'http://127.0.0.1:8123',
        DATABASE_URL: 'postgres://127.0.0.1/desk',
      }),
    ).toEqual([]);
  });

  it('treats an empty variable as unset', () => {
    expect(loadConfig({ API_PORT: '' }).api.port).toBe(8080);
  });

  it('refuses unknown roles by name', () => {
    expect(faultsOf({ ROLES: 'api,web' })[0]).toContain('ROLES');
  });
});
