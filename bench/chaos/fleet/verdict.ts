import { randomBytes } from 'node:crypto';
import { type Ask as AskStore, judged, type Verdict } from '../judge.ts';
import type { Answer, Ask } from './records.ts';

/** What the store has and what the console said, beside what customers hold. */
export interface FleetVerdict extends Verdict {
  /** Rows of each table, each request once; they are to be the same. */
  readonly tables: Readonly<Record<string, number>>;
  readonly successesMissing: number;
  /** Ids of calls with a key that the API had read before, whose row names no organisation. */
  readonly withoutOrg: readonly string[];
  /** Calls with a valid key that were answered 401. */
  readonly validKeysRefused: readonly string[];
  /** Asks for an answered id that said `never_seen`. */
  readonly falseNevers: readonly Ask[];
  /** Ids that nobody minted and that were found. */
  readonly wrongNevers: readonly Ask[];
}

const TABLES = {
  api_requests: 'SELECT uniqExact(RequestId) AS n FROM api_requests',
  request_index: 'SELECT uniqExact(id) AS n FROM request_index',
  otel_logs: `SELECT uniqExact(LogAttributes[if(startsWith(EventName, 'meetso'), 'meetso.request.id',
    'request_desk.request.id')]) AS n FROM otel_logs
    WHERE EventName IN ('request_desk.request', 'meetso.api.request')`,
} as const;

/** Judges the answers of one era by its store, and all that the console said. */
export async function fleetVerdict(
  store: AskStore,
  answers: readonly Answer[],
  asks: readonly Ask[],
): Promise<FleetVerdict> {
  const errors = answers.filter(({ status }) => status >= 400);
  const tables: Record<string, number> = {};
  for (const [name, sql] of Object.entries(TABLES)) {
    tables[name] = ((await store(sql)) as { n: number }[])[0]?.n ?? 0;
  }
  const rows = (await store(
    'SELECT RequestId AS id, any(OrgId) AS org FROM api_requests GROUP BY id',
  )) as {
    id: string;
    org: string;
  }[];
  const orgs = new Map(rows.map(({ id, org }) => [id, org]));
  const keyed = answers.filter((answer) => answer.keyed);
  return {
    ...(await judged(store, new Set(errors.map(({ id }) => id)))),
    tables,
    successesMissing: answers.filter(({ id, status }) => status < 400 && !orgs.has(id)).length,
    withoutOrg: keyed
      .filter((answer) => orgs.get(answer.id) === '' && wasRead(answer))
      .map(({ id }) => id),
    validKeysRefused: keyed.filter(({ status }) => status === 401).map(({ id }) => id),
    falseNevers: asks.filter(({ kind, said }) => kind !== 'never' && said === 'never_seen'),
    wrongNevers: asks.filter(({ kind, said }) => kind === 'never' && said === 'found'),
  };
}

/**
 * A process that has just started may fail to read a key in time on a slow machine, and then knows
 * nothing of it; none starts in the phases in which Postgres is away.
 */
function wasRead({ status, phase }: Answer): boolean {
  return status !== 500 || phase.includes('Postgres');
}

/** Faults that are not there, put before the judge to see whether it sees. */
export interface Plants {
  /** Noted as answered, though nobody ever answered it. */
  readonly lost: string;
  /** Asked for at a stub that says `never_seen`. */
  readonly falseNever: string;
}

export function plants(): Plants {
  const id = () => `req_${randomBytes(8).toString('hex')}`;
  return { lost: id(), falseNever: id() };
}

/** What is left when the planted faults are taken out; throws when one of them was not found. */
export function withoutPlants(verdict: FleetVerdict, { lost, falseNever }: Plants): FleetVerdict {
  const missed = [
    verdict.missing.includes(lost) ? [] : ['a planted loss'],
    verdict.falseNevers.some(({ id }) => id === falseNever) ? [] : ['a planted false never_seen'],
  ].flat();
  if (missed.length > 0) throw new Error(`the judge does not see ${missed.join(' and ')}`);
  const missingIn = Object.entries(verdict.missingIn).map(([table, n]) => [table, n - 1] as const);
  return {
    ...verdict,
    missing: verdict.missing.filter((id) => id !== lost),
    missingIn: Object.fromEntries(missingIn),
    falseNevers: verdict.falseNevers.filter(({ id }) => id !== falseNever),
  };
}

/** True when nothing is lost, doubled, miscounted or denied. */
export function isSound(verdict: FleetVerdict): boolean {
  const [first, ...others] = Object.values(verdict.tables);
  const faults = [
    verdict.missing.length,
    verdict.duplicates.length,
    verdict.rollupDifference,
    verdict.withoutOrg.length,
    verdict.validKeysRefused.length,
    verdict.falseNevers.length,
    verdict.wrongNevers.length,
  ];
  return faults.every((n) => n === 0) && others.every((n) => n === first);
}
