import type { SentrySettings } from '@request-desk/fastify/settings';
import type { Alert } from '@request-desk/shared/alerts-api';
import { DAY_MS } from '@request-desk/shared/durations';
import type { Profile } from '@request-desk/shared/profile';
import { sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import type { ClickHouse } from '../clickhouse/client.ts';
import type { Database } from '../database/database.ts';
import type { SecretKeys } from '../database/secrets/secret-keys.ts';
import { serverSecret } from '../database/secrets/server-secret.ts';
import type { Directory } from '../directory/directory.ts';
import type { LookupOptions } from '../lookup/sources.ts';
import { within } from '../watermark/within.ts';
import { Channels, environmentChannel } from './channels/channels.ts';
import { compose } from './delivery/compose.ts';
import { Outbox } from './delivery/outbox.ts';
import { DeliveryWorker } from './delivery/worker.ts';
import { Deploys } from './deploys/deploys.ts';
import { Escalator } from './escalation/escalator.ts';
import { Evaluator } from './evaluate/evaluator.ts';
import { Heartbeat } from './evaluate/heartbeat.ts';
import { Lease } from './evaluate/lease.ts';
import { startLoop } from './evaluate/loop.ts';
import { alertsCovering } from './incidents/alert-at.ts';
import { incidentAsWire, UNKNOWN_STATE } from './incidents/as-wire.ts';
import { type IncidentRow, Incidents } from './incidents/incidents.ts';
import { rateNow } from './incidents/rate.ts';
import { Objectives } from './objectives/objectives.ts';
import type { AlertParts } from './parts.ts';
import { Rules } from './rules/rules.ts';
import { Silences } from './silences/silences.ts';

export interface AlertsOptions {
  readonly profile: Profile;
  readonly directory: Directory | undefined;
  readonly clickhouse: ClickHouse;
  readonly database: Database;
  /** ALERT_WEBHOOK_URL: a channel that gets everything. */
  readonly webhookUrl: string | undefined;
  /** ALERT_HEARTBEAT_URL: called after each evaluation that succeeded. */
  readonly heartbeatUrl?: string | undefined;
  /** ALLOW_PRIVATE_TARGETS: channels of staff may lead into private networks. */
  readonly allowPrivateTargets: boolean;
  /** What settings of channels are sealed with. */
  readonly keys: SecretKeys | undefined;
  readonly consoleUrl: () => string;
  readonly sentry: SentrySettings;
  readonly retentionDays: number;
  /** The clock of stamps, in milliseconds since 1970: buckets are of stamps. */
  readonly now: () => number;
  /** The same by the reference clock, which no step of this machine's clock moves. */
  readonly referenceMs: () => number;
  readonly log: Logger;
  /** Names this process among those of its kind. */
  readonly instance: string;
  /** False: this process only reads. */
  readonly evaluate: boolean;
}

/** What fires, what fired, and who is notified. */
export interface Alerts {
  /** For the routes. */
  readonly parts: AlertParts;
  /** What fires now or ended within a day, newest first. */
  list(): Promise<Alert[]>;
  /** The alert that each of these requests belongs to, if there is one: all are asked for at once. */
  readonly alertsAt: LookupOptions['alertsAt'];
  /** Finishes the tick that runs and lets another process take over. */
  stop(): Promise<void>;
}

const LISTED = 100;
/** Of more nobody reads how they are. */
const WITH_RATES = 5;
const RATE_MS = 300;
const steadyMs = () => performance.now();

/** Starts to evaluate alerts and to notify people, or only reads what another process decides. */
export async function startAlerts(options: AlertsOptions): Promise<Alerts> {
  const { now, referenceMs, log, instance } = options;
  const parts = await partsOf(options);
  const { database, incidents } = parts;
  await warnOfPrivate(parts.channels, log);
  const lease = new Lease(database, instance, steadyMs);
  const worker = new DeliveryWorker({
    ...parts,
    steadyMs,
    log,
    now: referenceMs,
    compose: (row) => compose(row, parts),
  });
  const deciding = { ...parts, holder: instance, steadyMs, onDecided: () => worker.wake() };
  const evaluator = new Evaluator({ ...deciding, referenceMs, lease, log });
  const escalator = new Escalator({ ...deciding, now: referenceMs });
  const url = options.heartbeatUrl;
  const heartbeat = url === undefined ? undefined : new Heartbeat({ url, steadyMs, log });
  const loop = options.evaluate
    ? startLoop({ evaluator, escalator, worker, lease, heartbeat, log })
    : undefined;
  return {
    parts,
    async list() {
      const rows = await incidents.recent(new Date(now() - DAY_MS), LISTED);
      const items = rows.map((row) => incidentAsWire(row, UNKNOWN_STATE));
      const rates = await ratesOf(rows.slice(0, WITH_RATES), parts.clickhouse, new Date(now()));
      return items.map((item, at) => ({ ...item, current: rates[at] ?? null }));
    },
    alertsAt: (queries) => alertsCovering(parts, queries),
    stop: async () => await loop?.stop(),
  };
}

/** Every page asks for it every few seconds, and none waits for the store. */
function ratesOf(rows: readonly IncidentRow[], clickhouse: ClickHouse, now: Date) {
  return Promise.all(
    rows.map((row) => within(RATE_MS, rateNow(clickhouse, row, now)).catch(() => null)),
  );
}

async function partsOf(options: AlertsOptions): Promise<AlertParts> {
  const { profile, directory, clickhouse, database, sentry, consoleUrl, now } = options;
  return {
    clickhouse,
    database,
    sentry,
    consoleUrl,
    now,
    profile,
    orgs: { find: async (id) => await directory?.org(id) },
    incidents: new Incidents(database),
    rules: new Rules(database),
    objectives: new Objectives(database),
    retentionDays: options.retentionDays,
    channels: await openChannels(options),
    outbox: new Outbox(database),
    silences: new Silences(database),
    deploys: new Deploys(database),
  };
}

/** What of them is stored as it is, is sealed now; one process at a time may do so. */
async function openChannels(options: AlertsOptions): Promise<Channels> {
  const { database, allowPrivateTargets: allowPrivate, keys, log } = options;
  const builtIn = await builtInChannel(options);
  const channels = new Channels(database, { builtIn, allowPrivate, keys });
  if (keys === undefined)
    log.warn(
      'SECRETS_KEY=none: settings of channels and the desk’s own secrets are stored as they are',
    );
  const sealed = await channels.sealAll();
  if (sealed === 0) return channels;
  log.info({ sealed }, 'settings of channels are sealed from now on');
  // What they were before stands in the table's file until it is rewritten.
  await database.orm.execute(sql`vacuum full alert_channels`);
  return channels;
}

/** Before ALLOW_PRIVATE_TARGETS a channel could say by itself that its target may be private. */
async function warnOfPrivate(channels: Channels, log: Logger): Promise<void> {
  const cut = (await channels.list()).filter(
    ({ settings, allowPrivate }) => settings.allow_private === true && !allowPrivate,
  );
  if (cut.length === 0) return;
  const names = cut.map(({ name }) => name);
  log.warn({ channels: names }, 'private targets are reached only with ALLOW_PRIVATE_TARGETS=true');
}

async function builtInChannel({ webhookUrl, database, keys, now }: AlertsOptions) {
  if (webhookUrl === undefined) return undefined;
  const secret = await serverSecret(database, 'alert-webhook', new Date(now()), keys);
  return environmentChannel(webhookUrl, secret);
}
