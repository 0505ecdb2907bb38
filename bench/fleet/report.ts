import type { Call } from './calls.ts';
import type { FleetOptions } from './options.ts';
import { type StoreVerdict, wasInFlight } from './verdict.ts';
import type { Watched } from './view.ts';

const CONSOLE_AWAY_MS = 5_000;
const TAKEN_OVER_S = 15;
const EXAMPLES = 5;

export interface FleetReport {
  readonly lines: readonly string[];
  readonly faults: readonly string[];
}

interface Judged {
  readonly options: FleetOptions;
  readonly watched: Watched;
  readonly store: StoreVerdict;
  /** Types of messages. */
  readonly received: readonly string[];
  readonly doubled: readonly string[];
  /** Planted faults that the judge did not find. */
  readonly overlooked: readonly string[];
}

/** What was seen, one line each, and what of it is not as it should be. */
export function reportOf({
  options,
  watched,
  store,
  received,
  doubled,
  overlooked,
}: Judged): FleetReport {
  const { on, calls, console: page, evaluations } = watched;
  const lines: string[] = [];
  const faults: string[] = [];
  const judge = (what: string, holds: boolean, seen: unknown) => {
    lines.push(`${holds ? 'ok   ' : 'FAULT'}  ${what}: ${seen}`);
    if (!holds) faults.push(`${what}: ${seen}`);
  };
  const count = (what: string, seen: unknown) => lines.push(`       ${what}: ${seen}`);

  const errors = calls.made.filter(({ id, status = 0 }) => id !== undefined && status >= 300);
  count('calls', calls.made.length);
  count('answered errors', errors.length);
  judge('answered ids lost', store.lost.length === 0, some(store.lost));
  judge('answered ids doubled', store.doubled.length === 0, some(store.doubled));
  count('successes that a killed process had not written', store.successesOfKilled);
  judge('traces that ingest took, lost', store.tracesLost === 0, store.tracesLost);
  judge('traces that ingest took, doubled', store.tracesDoubled === 0, store.tracesDoubled);
  judge('difference of the rollups', store.rollupDifference === 0, store.rollupDifference);

  const failed = calls.made.filter(({ fault }) => fault !== undefined);
  const inFlight = failed.filter((call) => wasInFlight(call, on.members));
  const overloaded = failed.filter((call) => call.overloaded && !inFlight.includes(call));
  const rest = failed.filter(
    (call) => !inFlight.includes(call) && !(options.shared && overloaded.includes(call)),
  );
  count('failed calls in flight on a killed process', kinds(inFlight));
  count('calls refused as overloaded', overloaded.length);
  judge('failed calls not in flight on a killed process', rest.length === 0, kinds(rest));

  const away = (page.longestMs / 1000).toFixed(1);
  // How long a starved machine takes is no property of the fleet.
  const timely = options.shared || page.longestMs <= CONSOLE_AWAY_MS;
  judge('console away, longest, in s', timely, away);
  count(
    'answers of the console that were none',
    [...page.faults].map((one) => one.join(' x ')).join('; ') || 0,
  );
  const taken = evaluations.takenOverS;
  const late = !options.shared && taken.some((seconds) => seconds > TAKEN_OVER_S);
  judge('alerts taken over, in s', !late, taken.join(', ') || 'not tried');
  judge('messages doubled', doubled.length === 0, doubled.join('; ') || 0);
  judge('messages', received.length > 0, received.join(', '));
  const deaths = on.members.flatMap(({ process }) => process.deaths);
  judge('processes that ended by themselves', deaths.length === 0, deaths.join('\n') || 0);
  judge(
    'planted faults that the judge overlooked',
    overlooked.length === 0,
    overlooked.join(', ') || 0,
  );
  return { lines, faults };
}

function some(ids: readonly string[]): string {
  return ids.length === 0 ? '0' : `${ids.length}, such as ${ids.slice(0, EXAMPLES).join(', ')}`;
}

function kinds(calls: readonly Call[]): string {
  const counts = new Map<string, number>();
  for (const { fault = '' } of calls) counts.set(fault, (counts.get(fault) ?? 0) + 1);
  return [...counts].map(([fault, n]) => `${n} x ${fault}`).join('; ') || '0';
}
