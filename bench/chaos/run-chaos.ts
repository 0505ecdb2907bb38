import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { supportClient } from '../../testkit/clients/support-client.ts';
import { Random } from '../../testkit/random.ts';
import { customers, idsIn } from './customers.ts';
import { damage } from './damage.ts';
import { askServer, judged } from './judge.ts';
import { type Fault, type Plan, scheduled } from './schedule.ts';
import { type Stage, setStage } from './stage.ts';

const SETTLE_MS = 240_000;
const SAMPLE = 100;

export interface ChaosOptions {
  readonly seed: number;
  /** How many answered errors to collect. */
  readonly errors: number;
  readonly plan: Plan;
  /** How long the store is down, in milliseconds; the other moods last a sixth of it. */
  readonly outageMs: number;
  readonly log: (text: string) => void;
}

export interface ChaosReport {
  readonly seed: number;
  readonly errors_answered: number;
  readonly requests_unanswered: number;
  readonly ids_missing: number;
  readonly duplicates: number;
  readonly rollup_difference: number;
  /** Of a sample of ids, those that the console did not find. */
  readonly dossiers_missing: number;
  readonly faults: Readonly<Record<string, number>>;
  /** Events that the spool did not take: `request-desk recover` reads them from standard output. */
  readonly events_printed: number;
  readonly quarantined: number;
  readonly dropped_bytes: number;
  readonly seconds: number;
  /** Some of the missing ids, and how many each table lacks. */
  readonly missing: readonly string[];
  readonly missing_in: Readonly<Record<string, number>>;
}

/** Answers errors while everything fails in turn, and asks the store afterwards for every id. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { seed, errors, plan } = options;
  const started = performance.now();
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1).padStart(6);
  const log = (text: string) => options.log(`${seconds()} s  ${text}`);
  const root = mkdtempSync(join(tmpdir(), 'desk-chaos-'));
  const random = new Random(seed);
  const stage = await setStage(root);
  try {
    log('an API process, an ingest process and a ClickHouse server run');
    const ids = join(root, 'answered');
    const struck: Record<string, number> = {};
    const pending = new Map<string, Promise<void>>();
    const schedule = scheduled(plan, errors, random);
    let unanswered = 0;
    let broken: unknown;
    for await (const line of customers(stage.api.desk, ids, errors)) {
      const [answered, failed] = line.split(' ').map(Number);
      unanswered = failed ?? 0;
      if (broken) throw broken;
      while (schedule[0] && schedule[0].at <= (answered ?? 0)) {
        const { fault, at } = schedule.shift() as { fault: Fault; at: number };
        struck[fault] = (struck[fault] ?? 0) + 1;
        log(`${at} errors answered: ${fault}`);
        // What concerns one process waits for its turn; different ones strike at once.
        const whom = target(fault);
        const before = pending.get(whom) ?? Promise.resolve();
        const struckThen = before.then(() => strike(stage, fault, options, random));
        pending.set(
          whom,
          struckThen.catch((error) => {
            broken = error;
          }),
        );
      }
    }
    log('all errors answered');
    await Promise.all(pending.values());
    if (broken) throw broken;
    const answered = idsIn(ids);
    log(`${answered.size} errors answered, waiting for the pipeline`);
    await settled(stage);
    log(`delivered, ${await stage.recover()}`);
    await settled(stage);
    log('asking the store');
    const verdict = await judgedAtRest(stage, answered);
    const losses = [await stage.api.losses(), await stage.ingest.losses()];
    return {
      seed,
      errors_answered: answered.size,
      requests_unanswered: unanswered,
      ids_missing: verdict.missing.length,
      duplicates: verdict.duplicates.length,
      rollup_difference: verdict.rollupDifference,
      dossiers_missing: await dossiersMissing(stage, [...answered], random),
      faults: struck,
      events_printed: stage.api.printed.match(/"request_desk\.request"/g)?.length ?? 0,
      quarantined: losses.reduce((sum, { quarantined }) => sum + quarantined, 0),
      dropped_bytes: losses.reduce((sum, { dropped }) => sum + dropped, 0),
      seconds: Math.round((performance.now() - started) / 1000),
      missing: verdict.missing.slice(0, 20),
      missing_in: verdict.missingIn,
    };
  } finally {
    await stage.close();
  }
}

function target(fault: Fault): string {
  if (fault.startsWith('store')) return 'store';
  return fault === 'kill ingest' ? 'ingest' : 'api';
}

async function strike(stage: Stage, fault: Fault, options: ChaosOptions, random: Random) {
  const { api, ingest, proxy } = stage;
  const moodMs = options.outageMs / 6;
  const mood = async (one: typeof proxy.mood) => {
    proxy.mood = one;
    await setTimeout(moodMs);
    proxy.well();
  };
  switch (fault) {
    case 'kill api':
      return await api.killed();
    case 'kill ingest':
      return await ingest.killed();
    case 'damaged segment':
      return await api.killed(() => damage(api.dataDir, random));
    case 'store down':
      return await stage.storeDown(options.outageMs);
    case 'store errors':
      return await mood('errors');
    case 'store hangs':
      return await mood('hangs');
    case 'store loses answers':
      return await mood('lost');
    case 'store slow':
      return await mood('slow');
    case 'disk full':
      api.afflict({ diskFull: true });
      await setTimeout(moodMs);
      return api.afflict({});
    case 'clock jump':
      api.afflict({ clockMs: random.one([300_000, -3_600_000]) });
      await setTimeout(moodMs);
      return api.afflict({});
  }
}

async function settled({ api, ingest }: Stage): Promise<void> {
  const deadline = performance.now() + SETTLE_MS;
  let deliveredLooks = 0;
  while (deliveredLooks < 3 && performance.now() < deadline) {
    const states = await Promise.all([api.pipeline(), ingest.pipeline()]);
    // Heartbeats come all the time: what is a second old has arrived.
    const isDelivered = states.every(({ backlog_bytes }) => backlog_bytes < 4_096);
    deliveredLooks = isDelivered ? deliveredLooks + 1 : 0;
    await setTimeout(500);
  }
}

/** Rollups follow within seconds, late rows within a minute. */
async function judgedAtRest({ storeUrl }: Stage, answered: ReadonlySet<string>) {
  const deadline = performance.now() + 90_000;
  for (;;) {
    const verdict = await judged(askServer(storeUrl, 'request_desk'), answered);
    const exact = verdict.missing.length === 0 && verdict.rollupDifference === 0;
    if (exact || performance.now() > deadline) return verdict;
    await setTimeout(1_000);
  }
}

async function dossiersMissing({ api }: Stage, ids: readonly string[], random: Random) {
  const support = supportClient(api.desk);
  let missing = 0;
  for (let n = 0; n < SAMPLE; n++) {
    if (!(await support.request(random.one(ids))).found) missing++;
  }
  return missing;
}
