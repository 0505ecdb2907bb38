import { readFile, rm } from 'node:fs/promises';
import { HOUR_MS } from '@request-desk/shared/durations';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { basicAuth } from '../post-insert.ts';
import type { MovedTable } from './moved-tables.ts';

const sumRow = z.object({ hour: z.number(), rows: z.string(), sum: z.string() });

/** Of each hour of a partition: how many rows there are, and a sum over all of their columns. */
export type HourSums = ReadonlyMap<number, { readonly rows: number; readonly sum: string }>;

/** A row stored twice counts once, on either side. */
function statement({ name, columns, hour }: MovedTable, partition: string): string {
  return `SELECT ${hour} AS hour, toString(count()) AS rows, toString(sum(cityHash64(${columns.join(', ')}))) AS sum
    FROM ${name} FINAL WHERE _partition_id = '${partition}' GROUP BY hour`;
}

/** Those of the embedded store, by way of a file: its answers to queries are cut off after seconds. */
export async function sumsOfSource(
  source: ClickHouse,
  table: MovedTable,
  partition: string,
  file: string,
): Promise<HourSums> {
  await source.command(
    `INSERT INTO FUNCTION file(${quoted(file)}, 'JSONEachRow', 'hour UInt32, rows String, sum String')
     ${statement(table, partition)}`,
    {},
    { engine_file_truncate_on_insert: 1, session_timezone: 'UTC' },
    HOUR_MS,
  );
  const text = await readFile(file, 'utf8');
  await rm(file);
  return sumsIn(text);
}

/** Those of a server at `url`; it may take its time. */
export async function sumsOfServer(
  { url, database }: { readonly url: string; readonly database: string },
  table: MovedTable,
  partition: string,
): Promise<HourSums> {
  const place = new URL(url);
  const authorization = basicAuth(place);
  place.username = place.password = '';
  place.searchParams.set('database', database);
  place.searchParams.set('session_timezone', 'UTC');
  const response = await fetch(place, {
    method: 'POST',
    headers: authorization,
    body: `${statement(table, partition)} FORMAT JSONEachRow`,
    signal: AbortSignal.timeout(HOUR_MS),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`the ClickHouse server answered ${text.slice(0, 200)}`);
  return sumsIn(text);
}

/** A path as SQL has it. */
export function quoted(path: string): string {
  return `'${path.replaceAll(/['\\]/g, '\\$&')}'`;
}

function sumsIn(text: string): HourSums {
  const rows = text
    .split('\n')
    .filter(Boolean)
    .map((line) => sumRow.parse(JSON.parse(line)));
  return new Map(rows.map(({ hour, rows, sum }) => [hour, { rows: Number(rows), sum }]));
}

/** The hours in which two differ. */
export function differing(a: HourSums, b: HourSums): number[] {
  const hours = new Set([...a.keys(), ...b.keys()]);
  return [...hours]
    .filter(
      (hour) => a.get(hour)?.rows !== b.get(hour)?.rows || a.get(hour)?.sum !== b.get(hour)?.sum,
    )
    .sort((one, other) => one - other);
}
