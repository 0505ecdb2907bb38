import { ownClock } from '@request-desk/fastify/producer/reference-clock';
import { DAY_MS } from '@request-desk/shared/durations';
import type { Profile } from '@request-desk/shared/profile';
import pino from 'pino';
import { z } from 'zod';
import type { OpenedStore } from '../../clickhouse/client.ts';
import type { Database } from '../../database/database.ts';
import { Producers } from '../../database/producers.ts';
import type { Directory } from '../../directory/directory.ts';
import { createLookup } from '../../lookup/lookup.ts';
import { Watermark } from '../../watermark/watermark.ts';
import type { DrillReport } from './drill.ts';

interface RestoredDesk {
  readonly store: OpenedStore;
  readonly storeId: string;
  readonly database: Database;
  readonly profile: Profile;
  readonly directory: Directory | undefined;
  readonly retentionDays: number;
}

const ASKED = 3;
const failedRow = z.object({ id: z.string(), code: z.string() });

/** Looks the newest failures up in both restored stores, as the console would. */
export async function checkLookup(
  { store, storeId, database, profile, directory, retentionDays }: RestoredDesk,
  { say, fault }: DrillReport,
): Promise<void> {
  const producers = new Producers(database);
  const stores = await producers.stores();
  if (!stores.some(({ id }) => id === storeId))
    fault('both: the control plane does not know this telemetry: they are of different desks');
  const failed = await store.query(
    `SELECT RequestId AS id, Code AS code FROM api_requests WHERE Code != '' AND RequestId != ''
     ORDER BY Timestamp DESC LIMIT ${ASKED}`,
    {},
    failedRow,
  );
  const lookup = createLookup({
    clickhouse: store,
    profile,
    directory,
    retentionDays,
    sentry: { dsn: undefined, url: undefined, org: undefined, project: undefined },
    watermark: new Watermark({
      clickhouse: store,
      producers,
      signals: database.signals,
      clock: ownClock(Date.now, () => performance.now()),
      maxSkewMs: 0,
      retentionMs: retentionDays * DAY_MS,
      keeps: false,
      log: pino({ level: 'silent' }),
    }),
    alertsAt: async () => [],
    consoleUrl: () => '',
    publicApiUrl: () => '',
    now: Date.now,
  });
  try {
    for (const { id, code } of failed) {
      const dossier = await lookup.dossier(id);
      if (!dossier.found) fault(`lookup: ${id} is ${dossier.reason}`);
      else if (dossier.request?.code !== code)
        fault(`lookup: ${id} is another failure than ${code}`);
      else say(`lookup: ${id} is answered: ${dossier.verdict.summary}`);
    }
    if (failed.length === 0) say('lookup: no failed request is there to be asked for');
  } finally {
    await lookup.close();
  }
}
