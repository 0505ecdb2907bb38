import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RequestEvent } from '@request-desk/fastify/request/request-event';
import { openSpool } from '@request-desk/fastify/spool/open-spool';
import type { Spool } from '@request-desk/fastify/spool/spool';
import type { RequestContext } from '@request-desk/shared/dossier';
import { uncountedCauses } from '@request-desk/shared/profile-codes';
import pino from 'pino';
import { type ClickHouse, openClickHouse } from '../../server/src/clickhouse/client.ts';
import { startRollups } from '../../server/src/clickhouse/rollups.ts';
import { migrate } from '../../server/src/clickhouse/schema/migrate.ts';
import { clickHouseSink } from '../../server/src/clickhouse/segments/clickhouse-sink.ts';
import { loadConfig } from '../../server/src/config.ts';
import { buildConsole } from '../../server/src/console/console-app.ts';
import type { Database } from '../../server/src/database/database.ts';
import { openDatabase } from '../../server/src/database/open-database.ts';
import { Producers } from '../../server/src/database/producers.ts';
import type { Directory } from '../../server/src/directory/directory.ts';
import { createLookup, type Lookup, type LookupOptions } from '../../server/src/lookup/lookup.ts';
import { lookupRoutes } from '../../server/src/lookup/routes.ts';
import type { PastRequest } from '../../server/src/meetso/demo/history/past-request.ts';
import { openPastTelemetry } from '../../server/src/meetso/demo/history/past-telemetry.ts';
import { ApiKeys } from '../../server/src/meetso/directory/api-keys.ts';
import { ApiProcesses } from '../../server/src/meetso/directory/api-processes.ts';
import { Orgs } from '../../server/src/meetso/directory/orgs.ts';
import { ownDirectory } from '../../server/src/meetso/directory/own-directory.ts';
import { KEY_FORM } from '../../server/src/meetso/key-form.ts';
import { MEETSO_PROFILE } from '../../server/src/meetso/profile.ts';
import type { Watermark } from '../../server/src/watermark/watermark.ts';
import { mintRequestId } from '../lookup/mint-request-id.ts';
import { poll } from '../poll.ts';
import { NO_TRAIL, OPEN_ACCESS } from './open-access.ts';
import { watermarkOf } from './watermark-of.ts';

const RETENTION_DAYS = 30;
const STEPS = [
  { name: 'authenticate', share: 0.2 },
  { name: 'meetings.query', share: 0.6 },
];

/** A lookup over real engines, and the telemetry pipeline that fills them. */
export interface LookupDesk {
  readonly clickhouse: ClickHouse;
  readonly database: Database;
  /** The directory of the embedded control plane. */
  readonly postgresPath: string;
  readonly keys: ApiKeys;
  readonly orgs: Orgs;
  readonly directory: Directory;
  readonly spool: Spool;
  readonly lookup: Lookup;
  /** Of the console listener. */
  readonly url: string;
  /** Incidents that the lookup finds; tests change them. */
  readonly incidents: { alert: RequestContext['alert']; later?: RequestContext['alert'] };
  readonly producers: Producers;
  readonly watermark: Watermark;
  /** Sends a request of the past through the live encoders; returns its request id. */
  write(at: number, event: Partial<RequestEvent>, steps?: PastRequest['steps']): string;
  /** Whether something was written since the last `settle`. */
  dirty(): boolean;
  /** Until all that was written is in the store and its rollups. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

function covers({ since, ended }: NonNullable<RequestContext['alert']>, at: number): boolean {
  return Date.parse(since) <= at && (!ended || Date.parse(ended) > at);
}

export async function openLookupDesk(overrides: Partial<LookupOptions> = {}): Promise<LookupDesk> {
  const directory = mkdtempSync(join(tmpdir(), 'desk-lookup-'));
  const log = pino({ level: 'silent' });
  const clickhouse = await openClickHouse({ path: join(directory, 'clickhouse') });
  await migrate(clickhouse, RETENTION_DAYS);
  const database: Database = await openDatabase({ path: join(directory, 'postgres') });
  const [keys, orgs] = [new ApiKeys(database, KEY_FORM), new Orgs(database)];
  const spool = await openSpool({
    path: join(directory, 'spool'),
    sink: clickHouseSink(clickhouse, RETENTION_DAYS),
    maxBytes: 2 ** 30,
    now: Date.now,
    log,
  });
  const rollups = await startRollups(clickhouse, {
    now: Date.now,
    intervalMs: 3_600_000,
    log,
    uncounted: uncountedCauses(MEETSO_PROFILE),
  });
  const incidents: LookupDesk['incidents'] = { alert: null };
  let dirty = false;
  let telemetry = openPastTelemetry(spool, '1.2.3');
  const producers = new Producers(database);
  const watermark = watermarkOf(clickhouse, producers);
  const own = ownDirectory(orgs, keys, new ApiProcesses(database));
  const options: LookupOptions = {
    profile: MEETSO_PROFILE,
    directory: own,
    clickhouse,
    retentionDays: RETENTION_DAYS,
    now: Date.now,
    sentry: loadConfig({
      SENTRY_URL: 'https://sentry.example',
      SENTRY_ORG: 'meetso',
      SENTRY_PROJECT: 'api',
    }).sentry,
    watermark,
    alertsAt: async (questions) =>
      questions.map(
        ({ at }) =>
          [incidents.alert, incidents.later].find((one) => one && covers(one, at.getTime())) ??
          null,
      ),
    consoleUrl: () => 'http://desk.example',
    publicApiUrl: () => 'http://api.example',
    ...overrides,
  };
  const lookup = createLookup(options);
  const app = await buildConsole({
    log,
    profile: options.profile,
    directory: options.directory,
    host: '127.0.0.1',
    access: OPEN_ACCESS,
    trail: NO_TRAIL,
    staticDir: join(directory, 'static'),
    probe: () => ({ ready: true, status: 'ok' }),
    register: async (api) => void (await api.register(lookupRoutes, { lookup })),
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });

  return {
    directory: own,
    database,
    postgresPath: join(directory, 'postgres'),
    clickhouse,
    keys,
    orgs,
    spool,
    lookup,
    url,
    incidents,
    producers,
    watermark,
    dirty: () => dirty,
    write(at, event, steps = STEPS) {
      dirty = true;
      const ids = mintRequestId();
      telemetry.write({
        at,
        steps,
        event: {
          ...ids,
          method: 'GET',
          path: '/public/v1/meetings',
          route: '/public/v1/meetings',
          status: 200,
          durationMs: 4,
          ...event,
        },
      });
      return event.requestId ?? ids.requestId;
    },
    async settle() {
      dirty = false;
      await telemetry.close();
      telemetry = openPastTelemetry(spool, '1.2.3');
      await poll('delivery', async () => spool.state().backlog_bytes === 0 || undefined, {
        everyMs: 20,
      });
      await rollups.tick();
    },
    async close() {
      await app.close();
      await rollups.stop();
      await telemetry.close();
      await spool.close();
      await clickhouse.close();
      await database.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
