import { ADDRESS_FORMS } from '@request-desk/fastify/redaction/stored-address';
import { SPOOL_LEAST_BYTES } from '@request-desk/fastify/settings';
import { DAY_S } from '@request-desk/shared/durations';
import { withoutBrackets } from '@request-desk/shared/http-origin';
import { z } from 'zod';
import { placeFaults } from './clickhouse/store-place.ts';
import { secretsKeyFaults, secretsKeys } from './database/secrets/secret-key-list.ts';
import { isAlertsAlone, LISTENER_VARIABLES } from './http/listener-variables.ts';
import { isLoopback } from './http/loopback.ts';
import { ingestSenders } from './ingest-senders.ts';
import { LINK_VARIABLES } from './lookup/link-variables.ts';
import { OIDC_VARIABLES, oidcFaults, oidcOf } from './oidc-config.ts';
import { frameAncestors, webOrigins } from './origin-lists.ts';
import { withSecretFiles } from './secret-files.ts';

const ROLES = ['api', 'ingest', 'console', 'alerts'] as const;
type Role = (typeof ROLES)[number];

const WHOLE = 'must be a whole number of at least 1';
const positive = z.coerce.number(WHOLE).int(WHOLE).min(1, WHOLE);
/** A segment of the spool alone may have 8 MiB. */
const SPOOL_BYTES = 'must be a whole number of bytes, at least 67108864 (64 MiB)';
/** Beyond it nothing younger than a day could ever be said to be complete. */
const SKEW = 'must be seconds from 0 to 86400';
const SECONDS = 'must be a whole number of seconds, 0 or more';
const optional = z.string().min(1).optional();
const token = z.string().min(32, 'needs at least 32 characters').optional();
const urlOf = (protocol: RegExp, form: string) =>
  z.url({ protocol, error: `must be a ${form} URL` }).optional();
const url = urlOf(/^https?$/, 'http:// or https://');
/** An address with a login: a sign of its password that is not escaped would make another host of it. */
const storeUrlOf = (protocol: RegExp, form: string) =>
  urlOf(protocol, form).refine(
    (text) => text === undefined || !/[#@]/.test(text.replace(/^[^/]*\/\/[^/?#]*/, '')),
    'holds a # or @ behind its host: in a password write # as %23, / as %2F, ? as %3F and @ as %40',
  );

const roles = z
  .string()
  .transform((text) => text.split(',').map((role) => role.trim()))
  .pipe(z.array(z.enum(ROLES, `must be a comma-separated list of ${ROLES.join(', ')}`)).min(1));

/** Every variable Request Desk reads, with its default. */
export const variables = z.object({
  ROLES: roles.optional(),
  PROFILE: optional,
  ...LISTENER_VARIABLES,
  OTLP_CORS_ORIGINS: webOrigins.optional(),
  CONSOLE_URL: url,
  SIDEBAR_FRAME_ANCESTORS: frameAncestors.optional(),
  PUBLIC_API_URL: url,
  DATA_DIR: z.string().default('./data'),
  RETENTION_DAYS: positive.max(3650).default(30),
  MAX_CLOCK_SKEW: z.coerce.number(SKEW).min(0, SKEW).max(DAY_S, SKEW).default(300),
  SPOOL_MAX_BYTES: z.coerce
    .number(SPOOL_BYTES)
    .int(SPOOL_BYTES)
    .min(SPOOL_LEAST_BYTES, SPOOL_BYTES)
    .default(10 * 2 ** 30),
  CLICKHOUSE_URL: storeUrlOf(/^https?$/, 'http:// or https://'),
  CLICKHOUSE_DATABASE: optional,
  CLICKHOUSE_CLUSTER: optional,
  CLICKHOUSE_ASK_ALL_SHARDS: z.stringbool().default(false),
  KEY_STALE_SECONDS: z.coerce.number(SECONDS).int(SECONDS).min(0, SECONDS).default(300),
  DRAIN_SECONDS: z.coerce.number(SECONDS).int(SECONDS).min(0, SECONDS).max(600).optional(),
  STOP_GRACE_SECONDS: z.coerce.number(SECONDS).int(SECONDS).min(0, SECONDS).optional(),
  DATABASE_URL: storeUrlOf(/^postgres(ql)?$/, 'postgres://'),
  REDIS_URL: storeUrlOf(/^rediss?$/, 'redis:// or rediss://'),
  SECRETS_KEY: secretsKeys.optional(),
  STAFF_TOKEN: token,
  REQUEST_DESK_TOKEN: token,
  INGEST_TOKEN: token,
  INGEST_SENDERS: ingestSenders.optional(),
  INGEST_QUOTA_MIB: positive.optional(),
  INGEST_API_TOKEN: token,
  SENTRY_DSN: url,
  ...LINK_VARIABLES,
  RATE_LIMIT_BURST: positive.default(10),
  RATE_LIMIT_PER_MINUTE: positive.default(60),
  REPLY_GREETING: optional,
  REPLY_SIGNATURE: optional,
  TRUST_PROXY: z.stringbool().default(false),
  ADDRESSES: z.enum(ADDRESS_FORMS, 'must be full, truncated or hashed').default('full'),
  ALERT_WEBHOOK_URL: url,
  ALERT_HEARTBEAT_URL: url,
  ALLOW_PRIVATE_TARGETS: z.stringbool().default(false),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  OTEL_EXPORTER_OTLP_HEADERS: z.string().default(''),
  OTEL_EXPORTER_OTLP_TIMEOUT: positive.default(10_000),
  OTEL_SERVICE_NAME: optional,
  OTEL_RESOURCE_ATTRIBUTES: z.string().default(''),
  ...OIDC_VARIABLES,
});

/** Names of the variables that destroy ids when set; starting with them is refused. */
const FORBIDDEN = ['OTEL_SDK_DISABLED', 'OTEL_TRACES_SAMPLER'] as const;

export type Config = ReturnType<typeof shape>;

/** Thrown with every fault at once, one per line, each saying what to set. */
export class ConfigError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`Request Desk cannot start:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

/**
 * Reads the configuration from an environment; the only reader of `process.env`.
 * Throws ConfigError listing every fault.
 */
export function loadConfig(env: Record<string, string | undefined> = process.env): Config {
  const given = withSecretFiles(env);
  const set = Object.fromEntries(Object.entries(given.env).filter(([, value]) => value !== ''));
  const faults = FORBIDDEN.filter((name) => set[name] !== undefined).map(
    (name) => `${name} must not be set: it would lose request ids; unset it`,
  );
  faults.push(...given.faults);
  const parsed = variables.safeParse(set);
  const malformed = parsed.success ? [] : parsed.error.issues;
  for (const issue of malformed) {
    faults.push(`${issue.path[0]?.toString() ?? 'environment'}: ${issue.message}`);
  }
  // What is well formed is still checked for contradictions, so that one start shows every fault.
  const names = new Set(malformed.map((issue) => issue.path[0]));
  const sound = Object.entries(set).filter(([name]) => !names.has(name));
  const values = withRoles(variables.parse(Object.fromEntries(sound)));
  faults.push(...contradictions(values));
  if (faults.length > 0) throw new ConfigError(faults);
  return shape(values);
}

/** A desk of another API has every role but that of the API itself. */
function withRoles(v: z.infer<typeof variables>) {
  return { ...v, ROLES: v.ROLES ?? rolesOf(v) };
}

function rolesOf({ PROFILE }: { readonly PROFILE?: string | undefined }): Role[] {
  return ROLES.filter((role) => PROFILE === undefined || role !== 'api');
}

type Variables = ReturnType<typeof withRoles>;

function contradictions(v: Variables): string[] {
  const faults: string[] = [];
  const has = (role: Role) => v.ROLES.includes(role);
  if (has('ingest') && !isLoopback(v.OTLP_HOST) && !v.INGEST_TOKEN)
    faults.push('OTLP_HOST is not loopback: set INGEST_TOKEN (at least 32 characters)');
  if (isAlertsAlone(v.ROLES) && !isLoopback(v.ALERTS_HOST) && !v.INGEST_TOKEN)
    faults.push(
      'ALERTS_HOST is not loopback: set INGEST_TOKEN, for /metrics (32 characters or more)',
    );
  if (has('console') && !isLoopback(v.CONSOLE_HOST) && !v.STAFF_TOKEN && !v.OIDC_ISSUER)
    faults.push(
      'CONSOLE_HOST is not loopback: set STAFF_TOKEN (at least 32 characters), or OIDC_ISSUER',
    );
  if (has('console')) faults.push(...plainHttpFaults(v), ...oidcFaults(v));
  if (v.PROFILE !== undefined && has('api'))
    faults.push('PROFILE describes another API: leave the role api out of ROLES');
  if (!rolesOf(v).every(has) && !(v.CLICKHOUSE_URL && v.DATABASE_URL))
    faults.push(
      `ROLES=${v.ROLES.join(',')} splits the process: set CLICKHOUSE_URL and DATABASE_URL, ` +
        'because the embedded engines belong to one process',
    );
  if (v.INGEST_SENDERS && !v.INGEST_TOKEN)
    faults.push('INGEST_SENDERS needs INGEST_TOKEN, for senders without a token of their own');
  faults.push(...placeFaults(v), ...secretsKeyFaults(v));
  return faults;
}

/** Over plain http anybody on the way reads the session, and browsers drop cookies kept to https. */
function plainHttpFaults({ CONSOLE_HOST: host, CONSOLE_URL: url }: Variables): string[] {
  const { protocol, hostname } = new URL(url ?? 'http://localhost');
  if (protocol === 'https:') return [];
  if (!isLoopback(host))
    return [
      'CONSOLE_HOST is not loopback: set CONSOLE_URL to its https:// address, as staff see it',
    ];
  if (isLoopback(withoutBrackets(hostname))) return [];
  return ['CONSOLE_URL must be an https:// address, or one on loopback'];
}

/** True when another machine can reach a listener of this process, as a balancer does. */
function isReachable(v: Variables): boolean {
  const hosts = { api: v.API_HOST, ingest: v.OTLP_HOST, console: v.CONSOLE_HOST };
  return v.ROLES.some((role) => role !== 'alerts' && !isLoopback(hosts[role]));
}

function shape(v: Variables) {
  return {
    roles: new Set<Role>(v.ROLES),
    profilePath: v.PROFILE,
    api: { host: v.API_HOST, port: v.API_PORT, url: v.PUBLIC_API_URL },
    otlp: { host: v.OTLP_HOST, port: v.OTLP_PORT, corsOrigins: v.OTLP_CORS_ORIGINS ?? [] },
    console: {
      host: v.CONSOLE_HOST,
      port: v.CONSOLE_PORT,
      url: v.CONSOLE_URL,
      sidebarAncestors: v.SIDEBAR_FRAME_ANCESTORS ?? [],
    },
    alerts: { host: v.ALERTS_HOST, port: v.ALERTS_PORT },
    dataDir: v.DATA_DIR,
    retentionDays: v.RETENTION_DAYS,
    spoolMaxBytes: v.SPOOL_MAX_BYTES,
    maxClockSkewMs: v.MAX_CLOCK_SKEW * 1000,
    clickhouse: {
      url: v.CLICKHOUSE_URL,
      database: v.CLICKHOUSE_DATABASE,
      cluster: v.CLICKHOUSE_CLUSTER,
      askAllShards: v.CLICKHOUSE_ASK_ALL_SHARDS,
    },
    databaseUrl: v.DATABASE_URL,
    redisUrl: v.REDIS_URL,
    keyStaleSeconds: v.KEY_STALE_SECONDS,
    drainSeconds: v.DRAIN_SECONDS ?? (isReachable(v) ? 10 : 0),
    stopGraceSeconds: v.STOP_GRACE_SECONDS,
    tokens: {
      staff: v.STAFF_TOKEN,
      personal: v.REQUEST_DESK_TOKEN,
      ingest: v.INGEST_TOKEN,
      ingestApi: v.INGEST_API_TOKEN,
      senders: v.INGEST_SENDERS,
    },
    ingestQuotaMib: v.INGEST_QUOTA_MIB,
    secretsKeys: v.SECRETS_KEY ?? [],
    oidc: oidcOf(v),
    traceUrlTemplate: v.TRACE_URL_TEMPLATE,
    sentry: { dsn: v.SENTRY_DSN, url: v.SENTRY_URL, org: v.SENTRY_ORG, project: v.SENTRY_PROJECT },
    rateLimit: { burst: v.RATE_LIMIT_BURST, perMinute: v.RATE_LIMIT_PER_MINUTE },
    replyEnds: {
      greeting: v.REPLY_GREETING,
      signature: v.REPLY_SIGNATURE?.replaceAll('\\n', '\n'),
    },
    trustProxy: v.TRUST_PROXY,
    addresses: v.ADDRESSES,
    alertWebhookUrl: v.ALERT_WEBHOOK_URL,
    alertHeartbeatUrl: v.ALERT_HEARTBEAT_URL,
    allowPrivateTargets: v.ALLOW_PRIVATE_TARGETS,
    logLevel: v.LOG_LEVEL,
    otel: {
      endpoint: v.OTEL_EXPORTER_OTLP_ENDPOINT,
      headers: v.OTEL_EXPORTER_OTLP_HEADERS,
      timeoutMs: v.OTEL_EXPORTER_OTLP_TIMEOUT,
      serviceName: v.OTEL_SERVICE_NAME ?? (v.PROFILE === undefined ? 'meetso-api' : 'request-desk'),
      resourceAttributes: v.OTEL_RESOURCE_ATTRIBUTES,
    },
  };
}
