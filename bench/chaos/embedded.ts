import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askEmbedded } from '../../testkit/engines/embedded-ask.ts';
import { Random } from '../../testkit/random.ts';
import { customers, idsIn } from './customers.ts';
import { judged } from './judge.ts';
import { scheduled } from './schedule.ts';
import { Actor, distinctPorts } from './stage.ts';

export interface EmbeddedReport {
  readonly seed: number;
  readonly errors_answered: number;
  readonly kills: number;
  readonly ids_missing: number;
  readonly duplicates: number;
  readonly rollup_difference: number;
}

/** One process with its engines inside, killed again and again while it answers errors. */
export async function runEmbedded(
  seed: number,
  errors: number,
  kills: number,
  log: (text: string) => void,
): Promise<EmbeddedReport> {
  const root = mkdtempSync(join(tmpdir(), 'desk-chaos-'));
  const [api, otlp, console] = (await distinctPorts(3)).map(String);
  const actor = new Actor(root, 'desk', {
    API_PORT: api ?? '',
    OTLP_PORT: otlp ?? '',
    CONSOLE_PORT: console ?? '',
    RATE_LIMIT_BURST: '100000',
    RATE_LIMIT_PER_MINUTE: '10000000',
  });
  try {
    await actor.start();
    const ids = join(root, 'answered');
    const plan = scheduled({ 'kill api': kills }, errors, new Random(seed));
    let killing = Promise.resolve();
    for await (const line of customers(actor.desk, ids, errors)) {
      while (plan[0] && plan[0].at <= Number.parseInt(line, 10)) {
        log(`${plan.shift()?.at} errors answered: kill`);
        killing = killing.then(() => actor.killed());
      }
    }
    await killing;
    await actor.stop();
    const answered = idsIn(ids);
    const store = await askEmbedded(join(actor.dataDir, 'clickhouse'));
    const verdict = await judged(store.ask, answered);
    await store.close();
    return {
      seed,
      errors_answered: answered.size,
      kills,
      ids_missing: verdict.missing.length,
      duplicates: verdict.duplicates.length,
      rollup_difference: verdict.rollupDifference,
    };
  } finally {
    await actor.stop();
    rmSync(root, { recursive: true, force: true });
  }
}
