import { DAY_MS, HOUR_MS } from '@request-desk/shared/durations';
import { isoInstant } from '@request-desk/shared/instant';
import type { Clue, ClueKind, Likely, LikelyRow } from '@request-desk/shared/likely-api';
import {
  type LikelyFailure,
  likelyByCode,
  likelyFailures,
} from '../../clickhouse/queries/likely-failures.ts';
import type { TimeRange } from '../../clickhouse/queries/time-range.ts';
import type { LookupOptions } from '../sources.ts';
import { matchWeights } from './match-weights.ts';

type Sources = Pick<LookupOptions, 'clickhouse' | 'profile' | 'retentionDays' | 'now'>;

const MOST_ITEMS = 10;
/** Without a time in the text: people write about what failed lately. */
const LATELY_MS = 7 * DAY_MS;
/** So far beside the named time is looked, because clocks and memories err. */
const SLACK_MS = 26 * HOUR_MS;

/**
 * The failures that fit `clues` best, with counts. What names somebody has to hold, the rest counts
 * by weight: mails quote codes and times that are not those of their failure.
 */
export async function likelyOf(sources: Sources, clues: readonly Clue[]): Promise<Likely> {
  const { clickhouse, profile, retentionDays } = sources;
  const nowMs = sources.now();
  const like = matchWeights(profile, clues, nowMs);
  const named = rangeOf(clues, nowMs);
  const all = { fromMs: nowMs - retentionDays * DAY_MS, toMs: nowMs + HOUR_MS };
  let range = named;
  let rows = await likelyFailures(clickhouse, range, like, MOST_ITEMS);
  const widened = rows.length === 0;
  if (widened) {
    range = all;
    rows = await likelyFailures(clickhouse, range, like, MOST_ITEMS);
  }
  return {
    clues: [...clues],
    from: isoInstant(range.fromMs),
    to: isoInstant(range.toMs),
    widened,
    total: rows[0]?.total ?? 0,
    by_code: await likelyByCode(clickhouse, range, like),
    items: rows.map((row) => likelyRowAsWire(row, clues)),
  };
}

/** Everything that the named times touch, and some; where none is named, lately. */
function rangeOf(clues: readonly Clue[], nowMs: number): TimeRange {
  const times = clues.flatMap(({ kind, from, to }) =>
    kind === 'time' && from && to ? [{ fromMs: Date.parse(from), toMs: Date.parse(to) }] : [],
  );
  if (times.length === 0) return { fromMs: nowMs - LATELY_MS, toMs: nowMs + HOUR_MS };
  return {
    fromMs: Math.min(...times.map(({ fromMs }) => fromMs)) - SLACK_MS,
    toMs: Math.min(nowMs + HOUR_MS, Math.max(...times.map(({ toMs }) => toMs)) + SLACK_MS),
  };
}

function likelyRowAsWire(row: LikelyFailure, clues: readonly Clue[]): LikelyRow {
  const { total: _total, user_agent, ...wire } = row;
  const fits = (clue: Clue) => FITS[clue.kind]({ ...row, user_agent }, clue);
  return { ...wire, fits: [...new Set(clues.filter(fits).map(({ kind }) => kind))] };
}

const FITS: Readonly<Record<ClueKind, (row: LikelyFailure, clue: Clue) => boolean>> = {
  org: (row, { value }) => row.org === value,
  key: (row, { value }) => row.key_id === value || row.key_prefix === value,
  id: (row, { value }) => row.path.includes(value),
  code: (row, { value }) => row.code === value,
  status: (row, { value }) => String(row.status) === value,
  method: (row, { value }) => row.method === value,
  path: (row, { value }) => row.path.includes(value),
  client: (row, { value }) =>
    `${row.user_agent} ${row.client}`.toLowerCase().includes(value.toLowerCase()),
  time: (row, { from = '', to = '' }) => row.at >= from && row.at <= to,
};
