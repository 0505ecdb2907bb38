import { z } from 'zod';
import { poll } from '../../testkit/poll.ts';
import { type Ask, askServer, judged } from '../chaos/judge.ts';
import type { Call, Calls } from './calls.ts';
import type { Deployment, Member } from './deployment.ts';

/** For so long an answered success may be in the memory of its process alone. */
const SUCCESS_BATCH_MS = 5_000;
const DELIVERED = { everyMs: 250, timeoutMs: 300_000 };
const DATABASE = 'request_desk';

/** What the store has, judged by what customers and senders were answered. */
export interface StoreVerdict {
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  /** Successes that a killed process had answered and not yet written. */
  readonly successesOfKilled: number;
  readonly tracesLost: number;
  readonly tracesDoubled: number;
  readonly rollupDifference: number;
}

/** The store, asked again where a server of the cluster has just ended. */
export function storeOf({ cluster }: Deployment): Ask {
  const ask = askServer(cluster.url, DATABASE);
  return (sql) =>
    poll('an answer of the store', () => ask(sql).catch(() => undefined), {
      everyMs: 500,
      timeoutMs: 60_000,
    });
}

/** Waits until no process that runs has anything left to deliver. */
export async function delivered(on: Deployment): Promise<void> {
  for (const { name, process } of [...on.of('api'), ...on.of('ingest')])
    await poll(
      `${name} to deliver`,
      async () => ((await process.pipeline())?.backlog_bytes === 0 ? true : undefined),
      DELIVERED,
    );
}

export async function judgeStore(ask: Ask, on: Deployment, calls: Calls): Promise<StoreVerdict> {
  const errors = new Set<string>();
  const successes = new Map<string, Call>();
  for (const call of calls.made) {
    if (call.id === undefined) continue;
    if (call.status !== undefined && call.status < 300) successes.set(call.id, call);
    else errors.add(call.id);
  }
  const { missing, duplicates, rollupDifference } = await judged(ask, errors);
  const stored = z
    .array(z.object({ id: z.string() }))
    .parse(await ask("SELECT RequestId AS id FROM api_requests FINAL WHERE Code = ''"));
  const found = new Set(stored.map(({ id }) => id));
  const absent = [...successes.values()].filter(({ id = '' }) => !found.has(id));
  const ofKilled = absent.filter((call) => mayHaveBatched(call, on.members));
  const lostSuccesses = absent.filter((call) => !ofKilled.includes(call));
  return {
    lost: [...missing, ...lostSuccesses.map(({ id = '' }) => id)],
    doubled: duplicates,
    successesOfKilled: ofKilled.length,
    ...(await judgeTraces(ask, calls)),
    rollupDifference,
  };
}

async function judgeTraces(ask: Ask, { traces, spansATrace }: Calls) {
  const rows = z.array(z.object({ id: z.string(), n: z.number() })).parse(
    await ask(`SELECT TraceId AS id, count() AS n FROM otel_traces FINAL
      WHERE ServiceName = 'billing' GROUP BY id`),
  );
  const counts = new Map(rows.map(({ id, n }) => [id, n]));
  const of = (id: string) => counts.get(id) ?? 0;
  return {
    tracesLost: traces.filter((id) => of(id) < spansATrace).length,
    tracesDoubled: traces.filter((id) => of(id) > spansATrace).length,
  };
}

function mayHaveBatched({ ports, to }: Call, members: readonly Member[]): boolean {
  const by = members.find(({ port }) => port === ports.at(-1));
  return by?.kills.some((kill) => kill.to >= to && kill.from - to < SUCCESS_BATCH_MS) ?? false;
}

/** True for a call that was on its way to a process when that was killed. */
export function wasInFlight({ ports, from, to }: Call, members: readonly Member[]): boolean {
  return members.some(
    ({ port, kills }) =>
      ports.includes(port) && kills.some((kill) => from <= kill.to && to >= kill.from),
  );
}
