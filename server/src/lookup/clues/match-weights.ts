import { HOUR_MS } from '@request-desk/shared/durations';
import type { Clue, ClueKind } from '@request-desk/shared/likely-api';
import type { Profile } from '@request-desk/shared/profile';
import { codesOfClass } from '@request-desk/shared/profile-codes';
import type {
  MatchWeights,
  WeighedTime,
  WeighedValues,
} from '../../clickhouse/queries/likely-failures.ts';

/** How much each clue counts; an unsure one counts for less. */
const WEIGHT: Readonly<Record<ClueKind, number>> = {
  org: 3,
  key: 4,
  id: 5,
  code: 3,
  status: 2.5,
  method: 1,
  path: 1.5,
  client: 1.5,
  time: 4,
};
const UNSURE = 0.4;
/** What failed last is likelier than what failed before, where all else is equal. */
const RECENT = { weight: 0.5, forMs: 12 * HOUR_MS } as const;

/** The clues as weights of a comparison with failures. */
export function matchWeights(
  profile: Profile,
  clues: readonly Clue[],
  nowMs: number,
): MatchWeights {
  const of = (kind: ClueKind) => clues.filter((clue) => clue.kind === kind);
  const who = (kind: ClueKind): WeighedValues => ({
    values: of(kind).flatMap(({ value, sure }) => (sure ? [value] : [])),
    weight: WEIGHT[kind],
  });
  const said = (kind: ClueKind, map = (value: string) => value): WeighedValues[] =>
    [true, false].map((sure) => ({
      values: of(kind).flatMap((clue) => (clue.sure === sure ? [map(clue.value)] : [])),
      weight: WEIGHT[kind] * (sure ? 1 : UNSURE),
    }));
  const auth = new Set(codesOfClass(profile, 'auth'));
  const codes = of('code').map(({ value }) => value);
  const statuses = new Set(of('status').map(({ value }) => value));
  const anonymous = [...auth].filter(
    (code) => codes.includes(code) || statuses.has(String(profile.codes[code]?.status)),
  );
  return {
    orgHint: { values: of('org').flatMap(unsure), weight: WEIGHT.org * UNSURE },
    orgs: who('org'),
    keys: who('key'),
    resources: who('id'),
    anonymousCodes: anonymous,
    codes: said('code'),
    statuses: said('status'),
    methods: said('method'),
    paths: said('path'),
    clients: said('client', (value) => value.toLowerCase()),
    times: [...of('time').flatMap(timeOf), lately(nowMs)],
  };
}

function unsure({ value, sure }: Clue): string[] {
  return sure ? [] : [value];
}

function timeOf({ from, to, at, sure, zone }: Clue): WeighedTime[] {
  if (from === undefined || to === undefined) return [];
  return [
    {
      fromMs: Date.parse(from),
      toMs: Date.parse(to),
      atMs: at === undefined ? undefined : Date.parse(at),
      weight: WEIGHT.time * (sure ? 1 : UNSURE),
      anyHour: sure && zone === 'assumed',
    },
  ];
}

function lately(nowMs: number): WeighedTime {
  const { weight, forMs } = RECENT;
  return { fromMs: nowMs - forMs, toMs: nowMs + forMs, atMs: nowMs, weight, anyHour: false };
}
