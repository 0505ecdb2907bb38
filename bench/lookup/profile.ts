/** What one answer asks of the store, statement by statement. */
import { z } from 'zod';
import type { ClickHouse } from '../../server/src/clickhouse/client.ts';
import type { Lookup } from '../../server/src/lookup/lookup.ts';

/** Prints what each statement of an answer costs, for each kind of ids. */
export async function printProfile(
  store: ClickHouse,
  lookupOver: (store: ClickHouse) => Pick<Lookup, 'dossier'>,
  kinds: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  const recorded = recording(store);
  const lookup = lookupOver(recorded);
  for (const [kind, ids] of Object.entries(kinds)) {
    const answers = [];
    for (const id of ids) {
      await lookup.dossier(id);
      answers.push(recorded.taken());
    }
    console.log(
      `${kind}: the statements of ${ids.length} answers, each run alone; CPU and p50 in ms`,
    );
    console.table(await statementTable(store, answers));
  }
}

/** One statement, as it was asked. */
interface Asked {
  readonly name: string;
  readonly sql: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly row: z.ZodType<unknown>;
}

/** A store that writes down what it is asked, for `statementTable`. */
interface RecordingStore extends ClickHouse {
  /** What was asked since the last call. */
  taken(): Asked[];
}

/** The same store; what is asked of it, promptly or in bulk, is written down. */
function recording(store: ClickHouse): RecordingStore {
  let asked: Asked[] = [];
  const listening = (one: ClickHouse): ClickHouse => ({
    embedded: one.embedded,
    cluster: one.cluster,
    database: one.database,
    query(sql, params, row) {
      asked.push({ name: callerName(), sql, params, row });
      return one.query(sql, params, row);
    },
    command: (...given) => one.command(...given),
    insertFile: (...given) => one.insertFile(...given),
    close: () => one.close(),
  });
  const { prompt = store, bulk = store } = store;
  return {
    ...listening(store),
    prompt: listening(prompt),
    bulk: listening(bulk),
    taken() {
      const all = asked;
      asked = [];
      return all;
    },
  };
}

/** The function that put the statement. */
function callerName(): string {
  const line = new Error().stack?.split('\n').find((one) => /queries|clickhouse\/s/.test(one));
  return /at (?:async )?(?:Array\.)?([\w.]+) /.exec(line ?? '')?.[1] ?? 'unknown';
}

const REPEATS = 25;
const EVENTS = ['SelectedParts', 'SelectedMarks', 'SelectedRows', 'SelectedBytes'] as const;

/** Means over `answers` of what each kind of statement costs when it runs alone, and how many there are. */
async function statementTable(
  store: ClickHouse,
  answers: readonly (readonly Asked[])[],
): Promise<Record<string, Record<string, number>>> {
  const groups = Map.groupBy(answers.flat(), ({ name }) => name);
  const table: Record<string, Record<string, number>> = {};
  for (const [name, all] of groups) {
    // One of each kind of answer is enough to time.
    const some = all.filter((_, place) => place % Math.ceil(all.length / 6) === 0);
    const costs: Cost[] = [];
    for (const one of some) costs.push(await costOf(store, one));
    const mean = (of: (cost: Cost) => number, digits = 1) =>
      Number((costs.reduce((sum, cost) => sum + of(cost), 0) / costs.length).toFixed(digits));
    const times = all.length / answers.length;
    table[name] = {
      times: Number(times.toFixed(2)),
      ...Object.fromEntries(EVENTS.map((event) => [SHORT[event], mean((c) => c.read[event], 0)])),
      analysis: mean(({ analysis }) => analysis),
      plan: mean(({ plan, analysis }) => plan - analysis),
      execution: mean(({ cpu, plan }) => cpu - plan),
      cpu: mean(({ cpu }) => cpu),
      p50: mean(({ p50 }) => p50),
      'cpu x times': Number((mean(({ cpu }) => cpu, 3) * times).toFixed(1)),
    };
  }
  return table;
}

const SHORT = {
  SelectedParts: 'parts',
  SelectedMarks: 'granules',
  SelectedRows: 'rows',
  SelectedBytes: 'bytes',
} as const;

/** CPU of the process and time in milliseconds, alone on the machine; `plan` includes the analysis. */
interface Cost {
  readonly analysis: number;
  readonly plan: number;
  readonly cpu: number;
  readonly p50: number;
  readonly read: Readonly<Record<(typeof EVENTS)[number], number>>;
}

async function costOf(store: ClickHouse, { sql, params, row }: Asked): Promise<Cost> {
  const analysis = await timed(() => store.query(`EXPLAIN QUERY TREE ${sql}`, params, z.unknown()));
  const plan = await timed(() => store.query(`EXPLAIN ${sql}`, params, z.unknown()));
  const whole = await timed(() => store.query(sql, params, row));
  const counted = await readBy(store, () => store.query(sql, params, row));
  const nothing = await readBy(store, async () => undefined);
  const read = Object.fromEntries(
    EVENTS.map((event) => [event, (counted.get(event) ?? 0) - (nothing.get(event) ?? 0)]),
  ) as Record<(typeof EVENTS)[number], number>;
  return { analysis: analysis.cpu, plan: plan.cpu, cpu: whole.cpu, p50: whole.p50, read };
}

async function timed(work: () => Promise<unknown>): Promise<{ cpu: number; p50: number }> {
  for (let n = 0; n < 3; n++) await work();
  const took: number[] = [];
  const used = process.cpuUsage();
  for (let n = 0; n < REPEATS; n++) {
    const began = performance.now();
    await work();
    took.push(performance.now() - began);
  }
  const { user, system } = process.cpuUsage(used);
  took.sort((a, b) => a - b);
  return { cpu: (user + system) / 1000 / REPEATS, p50: took[REPEATS >> 1] ?? 0 };
}

const counter = z.object({ event: z.string(), value: z.number() });

/** What the engine's counters say of `work`, with what reading them adds. */
async function readBy(
  store: ClickHouse,
  work: () => Promise<unknown>,
): Promise<Map<string, number>> {
  const counters = async () => {
    const rows = await store.query('SELECT event, value FROM system.events', {}, counter);
    return new Map(rows.map(({ event, value }) => [event, value]));
  };
  const before = await counters();
  await work();
  const after = await counters();
  return new Map(
    EVENTS.map((event) => [event, (after.get(event) ?? 0) - (before.get(event) ?? 0)]),
  );
}
