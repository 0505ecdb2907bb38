import { DAY_MS, HOUR_MS, MINUTE_MS } from '@request-desk/shared/durations';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { EXPLORE_COLUMNS, exploreRowOf } from './explore-columns.ts';
import type { TimeRange } from './time-range.ts';
import { textsOf, WITHIN } from './time-range.ts';

/** A stretch of time that counts for `weight` within, and less the farther away; milliseconds. */
export interface WeighedTime {
  readonly fromMs: number;
  readonly toMs: number;
  /** Where a moment is meant. */
  readonly atMs: number | undefined;
  readonly weight: number;
  /** Only the minute counts: which hour it is, depends on a zone that nobody said. */
  readonly anyHour: boolean;
}

/** Values that count for `weight` where a failure has one of them. */
export interface WeighedValues {
  readonly values: readonly string[];
  readonly weight: number;
}

/** What failures are compared with; each part adds its weight. */
export interface MatchWeights {
  /** Who called, or what calls were about: a failure of nobody named is none, where there are any. */
  readonly orgs: WeighedValues;
  readonly keys: WeighedValues;
  /** Who may have called: others are looked at as well. */
  readonly orgHint: WeighedValues;
  readonly resources: WeighedValues;
  /** Codes of failures without a known caller that are looked at all the same. */
  readonly anonymousCodes: readonly string[];
  readonly codes: readonly WeighedValues[];
  readonly statuses: readonly WeighedValues[];
  readonly methods: readonly WeighedValues[];
  readonly paths: readonly WeighedValues[];
  readonly clients: readonly WeighedValues[];
  readonly times: readonly WeighedTime[];
}

const row = exploreRowOf.extend({
  path: z.string(),
  user_agent: z.string(),
  alike: z.number(),
  total: z.number(),
});
/** A failure; `alike`, `total`: so many of its kind, and in all. */
export type LikelyFailure = z.infer<typeof row>;

const MOST_ALIKE = 3;

/** The `limit` failures of `range` that are most like what is asked for, the best first. */
export async function likelyFailures(
  clickhouse: ClickHouse,
  range: TimeRange,
  like: MatchWeights,
  limit: number,
): Promise<LikelyFailure[]> {
  const asked = new Asked();
  const score = scoreOf(asked, like);
  const who = whoOf(asked, like);
  return await clickhouse.query(
    `SELECT * EXCEPT (score) FROM (
       SELECT *, count() OVER () AS total,
         count() OVER (PARTITION BY code, cause, route, org, key_prefix) AS alike
       FROM (
         SELECT ${EXPLORE_COLUMNS}, Path AS path, UserAgent AS user_agent, ${score} AS score
         FROM api_requests
         WHERE ${WITHIN} AND Code != '' AND ${who}
         LIMIT 1 BY RequestId
       )
       ORDER BY score DESC, at DESC
       LIMIT ${MOST_ALIKE} BY code, cause, route, org, key_prefix
     )
     ORDER BY score DESC, at DESC LIMIT {limit: UInt32}`,
    { ...asked.params, ...textsOf(range), limit },
    row,
  );
}

const counted = z.object({ code: z.string(), count: z.number() });

/** Failures of `range` of those whom `like` names, by code, the most first. */
export async function likelyByCode(clickhouse: ClickHouse, range: TimeRange, like: MatchWeights) {
  const asked = new Asked();
  const who = whoOf(asked, like);
  return await clickhouse.query(
    `SELECT Code AS code, uniqExact(RequestId) AS count FROM api_requests
     WHERE ${WITHIN} AND Code != '' AND ${who}
     GROUP BY code ORDER BY count DESC, code LIMIT 50`,
    { ...asked.params, ...textsOf(range) },
    counted,
  );
}

/** Parameters of a statement, each under a name of its own. */
class Asked {
  readonly params: Record<string, unknown> = {};

  list(values: readonly string[]): string {
    return this.#named('Array(String)', values);
  }

  number(value: number): string {
    return this.#named('Int64', Math.round(value));
  }

  #named(type: string, value: unknown): string {
    const name = `p${Object.keys(this.params).length}`;
    this.params[name] = value;
    return `{${name}: ${type}}`;
  }
}

function whoOf(asked: Asked, { orgs, keys, resources, anonymousCodes }: MatchWeights): string {
  const parts = [];
  if (orgs.values.length > 0) parts.push(`OrgId IN ${asked.list(orgs.values)}`);
  if (keys.values.length > 0) parts.push(isKey(asked.list(keys.values)));
  if (resources.values.length > 0) parts.push(holds('Path', asked.list(resources.values)));
  if (parts.length === 0) return '1';
  if (anonymousCodes.length > 0)
    parts.push(`(OrgId = '' AND Code IN ${asked.list(anonymousCodes)})`);
  return `(${parts.join(' OR ')})`;
}

/** Weights are whole hundredths, so that they need no numbers with a point. */
function scoreOf(asked: Asked, like: MatchWeights): string {
  const parts: string[] = [];
  const add = ({ values, weight }: WeighedValues, condition: (list: string) => string) => {
    if (values.length > 0)
      parts.push(`${Math.round(weight * 100)} * toFloat64(${condition(asked.list(values))})`);
  };
  add(like.orgs, (list) => `OrgId IN ${list}`);
  add(like.orgHint, (list) => `OrgId IN ${list}`);
  add(like.keys, isKey);
  add(like.resources, (list) => holds('Path', list));
  for (const part of like.codes) add(part, (list) => `Code IN ${list}`);
  for (const part of like.statuses) add(part, (list) => `toString(Status) IN ${list}`);
  for (const part of like.methods) add(part, (list) => `Method IN ${list}`);
  for (const part of like.paths) {
    add(part, (list) => holds('Path', list));
    // The very path, and not only one below it.
    add({ ...part, weight: part.weight / 2 }, (list) => `Path IN ${list}`);
  }
  for (const part of like.clients)
    add(
      part,
      (list) =>
        `(${holds('lower(UserAgent)', list)} OR ${holds("lower(concat(Client, '/', ClientVersion))", list)})`,
    );
  // Of several times the one that fits best.
  const times = like.times.map((time) => nearness(asked, time));
  if (times.length > 0) parts.push(`arrayMax([${times.join(', ')}])`);
  return parts.length === 0 ? 'toFloat64(0)' : parts.join(' + ');
}

const AT = 'toUnixTimestamp64Milli(Timestamp)';

function nearness(asked: Asked, { fromMs, toMs, atMs, weight, anyHour }: WeighedTime): string {
  const full = Math.round(weight * 100);
  const half = Math.max(MINUTE_MS, (toMs - fromMs) / 2);
  if (atMs === undefined) {
    const [from, to] = [asked.number(fromMs), asked.number(toMs)];
    return `${full} * exp(-toFloat64(greatest(0, ${from} - ${AT}, ${AT} - ${to})) / ${asked.number(half)})`;
  }
  const away = `toFloat64(abs(${AT} - ${asked.number(atMs)}))`;
  // People err by a day as well.
  const near = `greatest(${full} * exp(-${away} / ${asked.number(half)}), ${Math.round(full / 4)} * exp(-abs(${away} - ${DAY_MS}) / ${asked.number(half)}))`;
  if (!anyHour) return near;
  const minutes = `abs(${away} - ${HOUR_MS} * round(${away} / ${HOUR_MS}))`;
  return `greatest(${near}, if(${away} > ${14 * HOUR_MS}, 0, ${Math.round(full / 2)} * exp(-${minutes} / ${asked.number(half)})))`;
}

function isKey(list: string): string {
  return `(KeyId IN ${list} OR (KeyPrefix != '' AND KeyPrefix IN ${list}))`;
}

function holds(column: string, list: string): string {
  return `arrayExists(part -> position(${column}, part) > 0, ${list})`;
}
