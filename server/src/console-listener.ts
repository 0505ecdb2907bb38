import { join } from 'node:path';
import { storedAddress } from '@request-desk/fastify/redaction/stored-address';
import type { SentrySettings } from '@request-desk/fastify/settings';
import type { DraftedReply } from '@request-desk/shared/reply-uses-api';
import type { FastifyInstance } from 'fastify';
import type { Alerts } from './alerts/alerts.ts';
import { metricsRoutes } from './alerts/metrics.ts';
import { alertRoutes } from './alerts/routes.ts';
import type { Audit } from './console/audit/open-audit.ts';
import { auditRoutes } from './console/audit/routes.ts';
import { buildConsole } from './console/console-app.ts';
import { erasureRoutes } from './console/erasure/routes.ts';
import { producerRoutes } from './console/producer-routes.ts';
import { configuredSenders, senderRoutes } from './console/senders/routes.ts';
import type { StaffAccess } from './console/staff-access.ts';
import { storeMoveRoutes } from './console/store-move/routes.ts';
import { Producers } from './database/producers.ts';
import { addressSecret } from './database/secrets/address-secret.ts';
import type { SecretKeys } from './database/secrets/secret-keys.ts';
import { IngestTokens } from './database/senders/ingest-tokens.ts';
import { sentryStandIn, standInSentry } from './demo/sentry-stand-in.ts';
import { exploreRoutes } from './explore/routes.ts';
import { viewRoutes } from './explore/views/routes.ts';
import { SavedViews } from './explore/views/saved-views.ts';
import { keyRoutes } from './keys/routes.ts';
import type { Urls } from './listen.ts';
import { createLookup } from './lookup/lookup.ts';
import { ReplyUseCounts } from './lookup/reply-uses/reply-uses.ts';
import { replyUseRoutes } from './lookup/reply-uses/routes.ts';
import { lookupRoutes } from './lookup/routes.ts';
import { orgDirectory } from './org-directory.ts';
import type { RoleOptions } from './roles.ts';

const CONSOLE_FILES = join(import.meta.dirname, '../../web/dist');

/** What the console's listener is made of, beside what every role has. */
interface ConsoleParts {
  readonly urls: Urls;
  readonly alerts: Alerts;
  readonly access: StaffAccess;
  readonly audit: Audit;
  readonly keys: SecretKeys | undefined;
}

/** Where failures are in Sentry; in a demo without one, a stand-in on the console's own listener. */
export function sentryOf({ demo, config: { sentry } }: RoleOptions, urls: Urls): SentrySettings {
  const none = sentry.dsn === undefined && sentry.url === undefined;
  return demo && none ? standInSentry(() => urls.console) : sentry;
}

/** The listener of the console and its API, not listening yet. */
export async function consoleListener(
  options: RoleOptions,
  { urls, alerts, access, audit, keys }: ConsoleParts,
): Promise<FastifyInstance> {
  const { config, profile, engines, version, probe, stack } = options;
  const { clickhouse, database, spool, log, watermark } = engines;
  const secret = await addressSecret(database, config.addresses, new Date(), keys);
  const directory = orgDirectory(config, database);
  const shared = {
    clickhouse,
    watermark,
    now: Date.now,
    pipeline: () => spool?.state(),
    publicApiUrl: () => urls.api,
  };
  const { retentionDays, replyEnds, traceUrlTemplate } = config;
  const sentry = sentryOf(options, urls);
  const lookup = createLookup({
    ...shared,
    profile,
    directory,
    sentry,
    alertsAt: alerts.alertsAt,
    retentionDays,
    replyEnds,
    traceUrlTemplate,
    consoleUrl: () => urls.console,
  });
  stack.defer(() => lookup.close());
  return buildConsole({
    log,
    profile,
    directory,
    ...config.console,
    trustProxy: config.trustProxy,
    addresses: storedAddress(config.addresses, secret),
    access,
    trail: audit.log,
    probe,
    staticDir: CONSOLE_FILES,
    async registerAtRoot(app) {
      await app.register(metricsRoutes, { alerts, pipeline: shared.pipeline, watermark });
      if (sentry !== config.sentry) await app.register(sentryStandIn, shared);
    },
    async register(api) {
      await api.register(lookupRoutes, { lookup });
      await api.register(exploreRoutes, {
        ...shared,
        profile,
        version,
        sentryConfigured: sentry.dsn !== undefined,
      });
      await api.register(producerRoutes, { watermark, producers: new Producers(database) });
      await api.register(keyRoutes, { directory, profile, now: Date.now });
      await api.register(alertRoutes, { alerts });
      const uses = new ReplyUseCounts(database, Date.now);
      const onReplyCopied = (draft: DraftedReply) => uses.add('copied', draft);
      await api.register(replyUseRoutes, { uses });
      await api.register(viewRoutes, { profile, views: new SavedViews(database, Date.now) });
      await api.register(auditRoutes, { audit, onReplyCopied, now: Date.now });
      await api.register(erasureRoutes, {
        clickhouse,
        database,
        directory,
        audit: audit.store,
        watermark,
        now: Date.now,
      });
      await api.register(storeMoveRoutes, engines);
      await api.register(senderRoutes, {
        tokens: new IngestTokens(database),
        ownService: profile.service,
        now: Date.now,
        configured: configuredSenders(config.tokens),
      });
    },
  });
}
