/** Wire shapes of the move of embedded stores to servers. */
import { z } from 'zod';

const url = (protocol: RegExp) => z.url({ protocol }).max(2_000);

/** Body of `POST /support/v1/store-moves`. */
export const storeMove = z.strictObject({
  clickhouse_url: url(/^https?$/).describe('Of an empty database, with its user and password'),
  database_url: url(/^postgres(ql)?$/).describe('Of an empty Postgres database'),
});
export type StoreMoveTarget = z.infer<typeof storeMove>;

/** One line of the answer (NDJSON). The last one has `done`. */
export const storeMoveStep = z.object({
  step: z.string().describe('A table, or what is going on'),
  rows: z.int().nullable().describe('Of all tables, that are there by now'),
  of: z.int().nullable(),
  seconds_left: z.int().nullable().describe('An estimate; null while there is none'),
  note: z.string().optional(),
  done: z.boolean().optional().describe('true: all of before is there; false: it stopped'),
});
export type StoreMoveStep = z.infer<typeof storeMoveStep>;
