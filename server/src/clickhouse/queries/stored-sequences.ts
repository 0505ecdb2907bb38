import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { timeText } from './millis.ts';

const run = z.object({
  producer: z.string(),
  epoch: z.int(),
  outcome: z.enum(['failed', 'succeeded']),
  first: z.int(),
  last: z.int(),
});

/** Sequence numbers without a gap between them that are stored. */
type StoredSequences = z.infer<typeof run>;

/** A part of one producer's numbers. */
export interface SequenceRange {
  readonly producer: string;
  readonly epoch: number;
  readonly outcome: 'failed' | 'succeeded';
  readonly first: number;
  readonly last: number;
}

const MOST_RUNS = 2_000;
const FAILED = '(Status < 200 OR Status >= 300)';
const LAST_EPOCH = 2 ** 31 - 1;
const NUMBERED = `Sequence BETWEEN 1 AND ${Number.MAX_SAFE_INTEGER}
  AND Epoch BETWEEN 1 AND ${LAST_EPOCH} AND Producer != ''`;

/** Of any producer, also of one that numbers nothing or what no number holds exactly. */
const numbers = z.object({
  producer: z.string(),
  epoch: z.number(),
  status: z.number(),
  numbers: z.array(z.number()),
});

/**
 * What the store took since `sinceMs`, by its own clock, where that is little: the newest seconds. This is
 * asked all the time, and what it costs is its analysis: so the runs are found here and not there. Parts
 * without such rows are left out before any of them is opened to be read.
 */
export async function newSequences(
  clickhouse: ClickHouse,
  sinceMs: number,
): Promise<StoredSequences[]> {
  const rows = await clickhouse.query(
    `SELECT Producer AS producer, Epoch AS epoch, Status AS status, groupUniqArray(Sequence) AS numbers
     FROM api_requests
     PREWHERE ingested_at >= {since: String}
     GROUP BY Producer, Epoch, Status
     SETTINGS use_skip_indexes_on_data_read = 0`,
    { since: timeText(Math.max(0, Math.floor(sinceMs))) },
    numbers,
  );
  return rows.flatMap(({ producer, epoch, status, numbers }) => {
    if (producer === '' || epoch < 1 || epoch > LAST_EPOCH) return [];
    const outcome = status < 200 || status >= 300 ? ('failed' as const) : ('succeeded' as const);
    const counted = numbers.filter((number) => Number.isSafeInteger(number) && number >= 1);
    return runsOf(counted).map((part) => ({ producer, epoch, outcome, ...part }));
  });
}

/** Stretches of whole numbers without a gap, in order; `all` are distinct. */
export function runsOf(all: readonly number[]): { first: number; last: number }[] {
  const runs: { first: number; last: number }[] = [];
  for (const number of Float64Array.from(all).sort()) {
    const open = runs.at(-1);
    if (open?.last === number - 1) open.last = number;
    else runs.push({ first: number, last: number });
  }
  return runs;
}

/** Distinct, because a row may be there twice until a merge. */
const runsWhere = (condition: string) => `
  SELECT Producer AS producer, Epoch AS epoch, if(failed, 'failed', 'succeeded') AS outcome,
    min(Sequence) AS first, max(Sequence) AS last
  FROM (
    SELECT Producer, Epoch, failed, Sequence,
      Sequence - row_number() OVER (PARTITION BY Producer, Epoch, failed ORDER BY Sequence) AS island
    FROM (
      SELECT DISTINCT Producer, Epoch, ${FAILED} AS failed, Sequence
      FROM api_requests WHERE ${NUMBERED} AND ${condition}
    )
  )
  GROUP BY Producer, Epoch, failed, island
  ORDER BY producer, epoch, outcome, first
  LIMIT ${MOST_RUNS} BY producer, epoch, outcome`;

/** What the store took since `sinceMs`, by its own clock, however much it is; of some producers or of all. */
export function sequencesSince(
  clickhouse: ClickHouse,
  sinceMs: number,
  producers?: readonly string[],
): Promise<StoredSequences[]> {
  const only = producers ? ' AND Producer IN ({producers: Array(String)})' : '';
  return clickhouse.query(
    runsWhere(`ingested_at >= fromUnixTimestamp64Milli({since: Int64})${only}`),
    { since: Math.max(0, Math.floor(sinceMs)), ...(producers ? { producers } : {}) },
    run,
  );
}

/** What is stored of a range, whenever it came: reads three columns of all that is kept. */
export function sequencesWithin(
  clickhouse: ClickHouse,
  { producer, epoch, outcome, first, last }: SequenceRange,
): Promise<StoredSequences[]> {
  return clickhouse.query(
    runsWhere(
      `Producer = {producer: String} AND Epoch = {epoch: UInt32}
       AND ${FAILED} = {failed: UInt8} AND Sequence BETWEEN {first: UInt64} AND {last: UInt64}`,
    ),
    { producer, epoch, failed: outcome === 'failed' ? 1 : 0, first, last },
    run,
  );
}
