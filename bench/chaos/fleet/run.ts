import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { supportClient } from '../../../testkit/clients/support-client.ts';
import type { Random } from '../../../testkit/random.ts';
import { Client } from './client-process.ts';
import type { Fleet } from './fleet.ts';
import { judgedAtRest, summary } from './judgement.ts';
import { neverStub } from './never-stub.ts';
import type { Phase } from './phases.ts';
import type { FleetReport, FleetRunOptions } from './run-options.ts';
import { plants } from './verdict.ts';

/** After a fault everything older than this is to be found again … */
const CAUGHT_UP_S = 4;
/** … within this time, or the run goes on and says so. */
const CAUGHT_UP_WITHIN_MS = 60_000;
const SETTLE_WITHIN_MS = 120_000;
const SAY_EVERY_MS = 10_000;
/** Share of the limit after which no phase begins: what happened by then is still to be judged. */
const PHASES_SHARE = 0.55;

/** A run that has begun. */
export interface RunParts {
  readonly options: FleetRunOptions;
  readonly fleet: Fleet;
  /** Removed after the run. */
  readonly root: string;
  readonly random: Random;
  readonly log: (text: string) => void;
}

/** Opens the fleet, lets the schedule happen to it, and judges what became of every answer. */
export async function run(parts: RunParts): Promise<FleetReport> {
  const { options, fleet, root, random, log } = parts;
  const began = performance.now();
  const planted = plants();
  await fleet.open();
  const directory = join(root, 'client');
  const client = await customers(parts, directory, planted.falseNever);
  const [struck, skipped]: [string[], string[]] = [[], []];
  for (const phase of options.schedule(random)) {
    const late = performance.now() - began > options.limitMs * PHASES_SHARE;
    const why = late ? 'no time is left' : phase.skip?.(fleet);
    if (why === undefined) {
      const times = struck.filter((name) => name.startsWith(phase.name)).length;
      const name = times === 0 ? phase.name : `${phase.name} ${times + 1}`;
      await happen({ ...phase, name }, parts, client);
      struck.push(name);
    } else {
      log(`${phase.name}: skipped, ${why}`);
      skipped.push(`${phase.name}: ${why}`);
    }
  }
  await said(parts, client, `${options.errors} answers`, enough(client, options.errors));
  await said(parts, client, 'every id that was asked for is known', client.end(SETTLE_WITHIN_MS));
  const recovered = await fleet.recover();
  log(`printed events: ${recovered}`);
  const { notes, verdict } = await judgedAtRest({ ...parts, directory, planted });
  const deaths = Object.values(fleet.processes).flatMap((process) => process.deaths);
  const unknown = client.now.pursued.answered;
  return {
    seed: options.seed,
    seconds: Math.round((performance.now() - began) / 1000),
    ...summary(notes, verdict, deaths, unknown),
    struck,
    skipped,
    recovered,
  };
}

async function customers({ options, fleet }: RunParts, directory: string, falseNever: string) {
  const { consoleUrl, staffToken, apiUrl } = fleet;
  mkdirSync(directory);
  const support = supportClient({ consoleUrl, staffToken });
  const keys: string[] = [];
  for (const name of ['Chaos one', 'Chaos two']) {
    const org = await support.createOrg(name);
    keys.push((await support.mintKey(org.id, ['meetings:read'])).secret);
  }
  const stub = await neverStub();
  fleet.defer(() => stub.close());
  const { rate, asksPerS, neversPerS, seed } = options;
  const client = new Client({
    directory,
    apiUrl,
    consoleUrl,
    staffToken,
    keys,
    rate,
    asksPerS,
    neversPerS,
    seed,
    planted: { id: falseNever, url: stub.url },
  });
  fleet.defer(() => client.kill());
  return client;
}

async function happen(phase: Phase, parts: RunParts, client: Client): Promise<void> {
  const { options, log, fleet, random } = parts;
  const { name } = phase;
  const { lastMs, holdMs } = options;
  client.tell({ do: 'phase', name });
  log(`${name}, after ${client.now.errors} errors`);
  const scene = { fleet, client, random, lastMs, holdMs, log };
  await said(parts, client, `the end of: ${name}`, phase.run(scene));
  const ended = performance.now();
  await said(parts, client, `older answers to be found after: ${name}`, caughtUp(client));
  const took = ((performance.now() - ended) / 1000).toFixed(1);
  const { pursued, oldestS } = client.now;
  if (oldestS > CAUGHT_UP_S) log(`NOT FOUND ${took} s after ${name}: ${pursued.answered} ids`);
  else log(`found again ${took} s after its end`);
}

async function caughtUp(client: Client): Promise<void> {
  const by = performance.now() + CAUGHT_UP_WITHIN_MS;
  // A look too early would see what was so before the fault ended.
  do await pause(500);
  while (client.now.oldestS > CAUGHT_UP_S && performance.now() < by);
}

async function enough(client: Client, errors: number): Promise<void> {
  while (client.now.errors < errors) await pause(250);
}

/** Waits, and says now and then for what. */
async function said<T>(
  { log }: RunParts,
  client: Client,
  what: string,
  work: Promise<T>,
): Promise<T> {
  const timer = setInterval(() => {
    if (client.ended) return;
    const { errors, silences, pursued, oldestS } = client.now;
    log(
      `awaiting ${what}; ${errors} errors, ${silences} unanswered, not yet known: ` +
        `${pursued.answered} answered (oldest ${oldestS.toFixed(0)} s), ${pursued.never} never minted`,
    );
  }, SAY_EVERY_MS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
