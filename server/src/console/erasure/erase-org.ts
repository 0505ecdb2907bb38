import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { MINUTE_MS } from '@request-desk/shared/durations';
import type { ErasureStep } from '@request-desk/shared/erasure-api';
import type { ClickHouse } from '../../clickhouse/client.ts';
import {
  ERASED_TABLES,
  type ErasedOrg,
  eraseRows,
  markOrgErased,
  markTracesErased,
  rowsOf,
} from '../../clickhouse/erasure/erase-rows.ts';
import { KNOWN_EVERYWHERE_MS } from '../../clickhouse/erasure/erasures.ts';
import type { AuditStore } from '../../database/audit/audit-store.ts';
import type { Database } from '../../database/database.ts';
import type { Directory } from '../../directory/directory.ts';
import type { Watermark } from '../../watermark/watermark.ts';
import { eraseIncidents } from './erase-incidents.ts';

export interface ErasureSources {
  readonly clickhouse: ClickHouse;
  readonly database: Pick<Database, 'orm'>;
  readonly directory: Directory | undefined;
  readonly audit: Pick<AuditStore, 'erase' | 'head'>;
  readonly watermark: Pick<Watermark, 'currentTo'>;
  readonly now: () => number;
  /** Until each process that delivers knows; less in tests. */
  readonly knownEverywhereMs?: number | undefined;
}

/** Until all that was answered before is stored: what is on its way then has no trace that is known. */
const STORED_WITHIN_MS = MINUTE_MS;
const POLL_ERASURE_MS = 500;
/** What was being counted meanwhile may come back once. */
const MOST_ROUNDS = 5;

/** The result of a dry run: rows by table, and nothing changes. */
export async function* countOrg(
  { clickhouse, now }: Pick<ErasureSources, 'clickhouse' | 'now'>,
  org: string,
): AsyncGenerator<ErasureStep> {
  const asked: ErasedOrg = { org, at: now(), pseudonym: '' };
  for (const table of ERASED_TABLES)
    yield { step: table, rows: await rowsOf(clickhouse, table, asked) };
  yield { step: 'dry run', rows: null, note: 'nothing was erased', done: false };
}

/**
 * Erases an organisation from all stores, up to now, and reports each step. Repeating it goes on where it
 * was cut off. Rejects when a store is away: what is done by then stays done.
 */
export async function* eraseOrg(
  sources: ErasureSources,
  { org, by }: { readonly org: string; readonly by: string },
): AsyncGenerator<ErasureStep> {
  const { clickhouse, database, directory, audit, now } = sources;
  const at = now();
  const erased: ErasedOrg = { org, at, pseudonym: `erased_${randomBytes(8).toString('hex')}` };
  const name = (await directory?.org(org))?.name;
  // First: from here on nobody can make more of it.
  const things = await directory?.management?.erase(org, by, new Date(at));
  yield { step: 'organisation, keys and what it made', rows: things ?? null };
  yield await storedUpTo(sources, at);
  await markOrgErased(clickhouse, erased);
  await markTracesErased(clickhouse, erased);
  await pause(sources.knownEverywhereMs ?? KNOWN_EVERYWHERE_MS);
  // What was delivered in between.
  await markTracesErased(clickhouse, erased);
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    for (const table of ERASED_TABLES) {
      const rows = await rowsOf(clickhouse, table, erased);
      if (rows > 0) await eraseRows(clickhouse, table, erased);
      if (rows > 0 || round === 1) yield { step: table, rows };
    }
    if ((await leftOf(clickhouse, erased)) === 0) break;
  }
  yield { step: 'incidents', rows: await eraseIncidents(database, { ...erased, name }) };
  const { seq } = await audit.head();
  yield { step: 'audit details', rows: await audit.erase({ org }, seq) };
  const left = await leftOf(clickhouse, erased);
  yield {
    step: 'left',
    rows: left,
    note: `counted as ${erased.pseudonym} from now on`,
    done: left === 0,
  };
}

async function leftOf(clickhouse: ClickHouse, erased: ErasedOrg): Promise<number> {
  let left = 0;
  for (const table of ERASED_TABLES) left += await rowsOf(clickhouse, table, erased);
  return left;
}

async function storedUpTo({ watermark }: ErasureSources, at: number): Promise<ErasureStep> {
  const began = performance.now();
  for (;;) {
    const current = watermark.currentTo();
    if (current !== null && Date.parse(current) >= at)
      return { step: 'everything of before is stored', rows: null };
    if (performance.now() - began > STORED_WITHIN_MS) break;
    await pause(POLL_ERASURE_MS);
  }
  const note =
    'telemetry of before is still on its way; its events will not be taken, but spans and log lines ' +
    'of them that never came may be: erase again when the status page says that all is stored';
  return { step: 'everything of before is stored', rows: null, note };
}
