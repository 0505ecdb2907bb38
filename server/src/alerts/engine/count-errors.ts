import type { ErrorCell } from './bucket.ts';
import { byName } from './by-name.ts';

/** Errors of one signal in one bucket, by who was hit. */
export interface ErrorCounts {
  readonly total: number;
  readonly orgs: Readonly<Record<string, number>>;
  readonly routes: Readonly<Record<string, number>>;
  /** Route → org → errors; of a route that hits many orgs only the worst are named. */
  readonly hitters: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Org → the route most of its errors are on, and how many. */
  readonly mainRoute: Readonly<Record<string, readonly [string, number]>>;
}

export const NO_ERRORS: ErrorCounts = {
  total: 0,
  orgs: byName(),
  routes: byName(),
  hitters: byName(),
  mainRoute: byName(),
};

/**
 * Sums the errors of one status by org and by route. Names are turned into numbers once: with
 * thousands of orgs on dozens of routes, looking names up is what costs.
 */
export function countErrors(errors: readonly ErrorCell[], wanted: number): ErrorCounts {
  const orgs = new Numbered();
  const routes = new Numbered();
  const orgOf = new Int32Array(errors.length);
  const routeOf = new Int32Array(errors.length);
  const counts = new Float64Array(errors.length);
  let cells = 0;
  for (const cell of errors) {
    if (cell[2] !== wanted || cell[3] <= 0) continue;
    orgOf[cells] = orgs.numberOf(cell[0]);
    routeOf[cells] = routes.numberOf(cell[1]);
    counts[cells++] = cell[3];
  }
  if (cells === 0) return NO_ERRORS;
  const width = routes.names.length;
  const byOrg = new Float64Array(orgs.names.length);
  const byRoute = new Float64Array(width);
  const byPair = new Float64Array(orgs.names.length * width);
  const main = new Int32Array(orgs.names.length).fill(-1);
  const onMain = new Float64Array(orgs.names.length);
  const hit = routes.names.map((): number[] => []);
  let total = 0;
  for (let i = 0; i < cells; i++) {
    const count = counts[i] ?? 0;
    const [org, route] = [orgOf[i] ?? 0, routeOf[i] ?? 0];
    const pair = org * width + route;
    const before = byPair[pair] ?? 0;
    if (before === 0) hit[route]?.push(org);
    total += count;
    byOrg[org] = (byOrg[org] ?? 0) + count;
    byRoute[route] = (byRoute[route] ?? 0) + count;
    byPair[pair] = before + count;
    if (before + count > (onMain[org] ?? 0)) {
      main[org] = route;
      onMain[org] = before + count;
    }
  }
  const mainRoute = (org: number) => [routes.nameOf(main[org] ?? 0), onMain[org] ?? 0] as const;
  return {
    total,
    orgs: orgs.record((org) => byOrg[org] ?? 0),
    routes: routes.record((route) => byRoute[route] ?? 0),
    hitters: routes.record((route) => {
      const errorsOf = (org: number) => byPair[org * width + route] ?? 0;
      const named = worst(hit[route] ?? [], errorsOf);
      return Object.fromEntries(named.map((org) => [orgs.nameOf(org), errorsOf(org)]));
    }),
    mainRoute: orgs.record(mainRoute),
  };
}

/** Names in the order of their first appearance. */
class Numbered {
  readonly names: string[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.names.length);
    return this.names.push(name) - 1;
  }

  nameOf(number: number): string {
    return this.names[number] ?? '';
  }

  record<T>(of: (number: number) => T): Record<string, T> {
    const record = byName<T>();
    for (let number = 0; number < this.names.length; number++)
      record[this.nameOf(number)] = of(number);
    return record;
  }
}

/** More orgs than this on one route are "many": naming all of them adds nothing. */
const NAMED_ORGS = 12;

/** The orgs with most errors, most first; all of them, in their order, while they are few. */
function worst(orgs: readonly number[], errorsOf: (org: number) => number): readonly number[] {
  if (orgs.length <= NAMED_ORGS * 2) return orgs;
  const named: number[] = [];
  for (const org of orgs) {
    const errors = errorsOf(org);
    let place = named.length;
    while (place > 0 && errorsOf(named[place - 1] ?? 0) < errors) place--;
    if (place >= NAMED_ORGS) continue;
    named.splice(place, 0, org);
    if (named.length > NAMED_ORGS) named.pop();
  }
  return named;
}
