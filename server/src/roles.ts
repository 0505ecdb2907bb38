import { hostname } from 'node:os';
import { lingerOnClose } from '@request-desk/fastify/malformed/lingering-close';
import { encodeResource } from '@request-desk/fastify/otlp/otlp-request';
import { resourceAttributes } from '@request-desk/fastify/otlp/resource';
import { type Producer, startProducer } from '@request-desk/fastify/producer/producer';
import type { Profile } from '@request-desk/shared/profile';
import type { FastifyInstance } from 'fastify';
import { type Alerts, startAlerts } from './alerts/alerts.ts';
import { healthListener } from './alerts/health-listener.ts';
import { apiListener } from './api-listener.ts';
import type { Config } from './config.ts';
import { openAudit } from './console/audit/open-audit.ts';
import { configuredAccess } from './console/configured-access.ts';
import { consoleListener, sentryOf } from './console-listener.ts';
import { Producers } from './database/producers.ts';
import { openSecretKeys } from './database/secrets/open-secret-keys.ts';
import type { SecretKeys } from './database/secrets/secret-keys.ts';
import type { Engines } from './engines.ts';
import type { Probe } from './http/health.ts';
import type { LastAnswers } from './http/last-answers.ts';
import { isAlertsAlone } from './http/listener-variables.ts';
import { instanceName } from './instance-name.ts';
import { configuredUrls, listen, type Urls } from './listen.ts';
import type { MeetingsRepository } from './meetso/meetings/meetings-repository.ts';
import { orgDirectory } from './org-directory.ts';
import { otlpListener } from './otlp-listener.ts';
import { answerAsks } from './watermark/claims/answer-asks.ts';

/** Everything the roles of one process need. */
export interface RoleOptions {
  /** Of the API that this desk is for. */
  readonly profile: Profile;
  readonly config: Config;
  readonly engines: Engines;
  readonly meetings: MeetingsRepository;
  readonly version: string;
  readonly probe: Probe;
  readonly lastAnswers: LastAnswers;
  /** Of the demo: where no Sentry is configured, its links lead to a stand-in. */
  readonly demo: boolean;
  /** Goes on where the key of sealed secrets is lost. */
  readonly newSecretsKey?: boolean;
  /** Closes what was started, last first. */
  readonly stack: AsyncDisposableStack;
}

/** Starts the modules of each role that `config.roles` names. */
export async function startRoles(options: RoleOptions): Promise<Urls> {
  const { config } = options;
  const { roles } = config;
  const urls = configuredUrls(config);
  const keys = await openSecretKeys({
    ...options.engines,
    ...config,
    configured: config.secretsKeys,
    now: new Date(),
    acceptNew: options.newSecretsKey ?? false,
  });
  // Before anything listens: what is answered from here on is missed when it does not arrive.
  const producer = await openProducer(options);
  const apiOnly = roles.has('api') && roles.size === 1;
  const alerts = apiOnly ? undefined : await openAlerts(options, urls, keys);
  if (alerts && roles.has('console')) {
    const settings = { ...options.engines, ...config, ...config.console, keys };
    const audit = await openAudit({ ...options.engines, keys, dataDir: config.dataDir });
    options.stack.defer(() => audit.close());
    const token = config.tokens.staff;
    const access = await configuredAccess({ ...settings, token, trail: audit.log });
    const app = await consoleListener(options, { urls, alerts, access, audit, keys });
    const url = await opened(options, app, config.console, 'CONSOLE');
    urls.console = config.console.url ?? url;
    const root = urls.console.replace(/\/$/, '');
    const link = config.tokens.staff ? undefined : access.oneTimePath();
    if (link !== undefined) urls.signIn = root + link;
  }
  if (alerts && roles.has('ingest')) {
    urls.otlp = await opened(options, await otlpListener(options, alerts), config.otlp, 'OTLP');
  }
  if (alerts && isAlertsAlone(roles)) {
    const { probe, engines } = options;
    const { watermark, log } = engines;
    const health = { probe, alerts, watermark, token: config.tokens.ingest };
    const app = await healthListener(log, health);
    urls.alerts = await opened(options, app, config.alerts, 'ALERTS');
  }
  if (roles.has('api')) {
    const app = await apiListener(options, producer, keys);
    const url = await opened(options, app, config.api, 'API');
    urls.api = config.api.url ?? url;
  }
  return urls;
}

async function opened(
  { stack, lastAnswers }: RoleOptions,
  app: FastifyInstance,
  place: { readonly host: string; readonly port: number },
  variables: string,
): Promise<string> {
  lastAnswers.watch(app);
  lingerOnClose(app.server);
  stack.defer(() => app.close());
  return await listen(app, place, variables);
}

/** Only where a spool is; it writes its last record when everything above it is closed. */
async function openProducer({
  config,
  engines,
  version,
  stack,
}: RoleOptions): Promise<Producer | undefined> {
  const { database, time, spool, log } = engines;
  if (spool === undefined) return undefined;
  const producer = await startProducer({
    spool,
    log,
    host: hostname(),
    registry: new Producers(database),
    clock: time.reference,
    roles: ['api', 'ingest'].filter((role) => config.roles.has(role as 'api' | 'ingest')),
    deliversToStore: config.otel.endpoint === undefined,
    resource: encodeResource(resourceAttributes(config.otel, instanceName(), version)),
    tells: () => database.signals.areLive,
  });
  stack.defer(() => producer.drain());
  answerAsks(database.signals, producer, time.reference);
  return producer;
}

async function openAlerts(
  options: RoleOptions,
  urls: Urls,
  keys: SecretKeys | undefined,
): Promise<Alerts> {
  const { config, engines, stack, profile } = options;
  const { clickhouse, database, log } = engines;
  const alerts = await startAlerts({
    profile,
    clickhouse,
    database,
    log,
    directory: orgDirectory(config, database),
    webhookUrl: config.alertWebhookUrl,
    heartbeatUrl: config.alertHeartbeatUrl,
    allowPrivateTargets: config.allowPrivateTargets,
    keys,
    consoleUrl: () => urls.console,
    sentry: sentryOf(options, urls),
    retentionDays: config.retentionDays,
    now: engines.time.now,
    referenceMs: () => engines.time.reference.upper(),
    instance: instanceName(),
    evaluate: config.roles.has('alerts'),
  });
  stack.defer(() => alerts.stop());
  return alerts;
}
