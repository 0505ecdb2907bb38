import { setTimeout as pause } from 'node:timers/promises';
import { mintKey } from '../../testkit/desks/mint-key.ts';
import { poll } from '../../testkit/poll.ts';
import type { Ask } from '../chaos/judge.ts';
import { Evaluations, Messages } from './alerts-watch.ts';
import { Calls } from './calls.ts';
import { ConsoleWatch } from './console-watch.ts';
import { type Deployment, deploy, type Member } from './deployment.ts';
import { type FleetOptions, ROLES, type Role } from './options.ts';
import { overlookedPlants } from './plants.ts';
import { type FleetReport, reportOf } from './report.ts';
import { delivered, judgeStore, type StoreVerdict, storeOf } from './verdict.ts';
import type { View, Watched } from './view.ts';

const NOTIFIED = { everyMs: 200, timeoutMs: 180_000 };
const ROLLUPS_MS = 60_000;
const SETTLE_MS = 2_000;
/** What a single one of them meets is no outage, and pages nobody. */
const CUSTOMERS = 5;
const SCOPES = ['meetings:read', 'meetings:write'] as const;

/** Starts the fleet, does to it what the options say, and judges it; whatever happens, `stack` ends it. */
export async function runFleet(
  options: FleetOptions,
  view: View,
  stack: AsyncDisposableStack,
): Promise<FleetReport> {
  const messages = await Messages.listen();
  stack.defer(() => messages.close());
  // Also what is interrupted in the middle of its start is to end.
  const deploying = deploy(options, messages.url, view.say);
  stack.defer(() => deploying.then((one) => one.close()).catch(() => undefined));
  const on = await deploying;
  // One after another, as each opens a pool of its own.
  const secrets: string[] = [];
  while (secrets.length < CUSTOMERS) secrets.push(await mintKey(on.postgres.url(), SCOPES));
  const calls = new Calls(on, secrets, options.rate);
  // Nobody waits for answers of what is about to end.
  stack.defer(() => void calls.stop());
  const watched: Watched = {
    on,
    calls,
    messages,
    console: await ConsoleWatch.signIn(on),
    evaluations: new Evaluations(on),
  };
  stack.defer(() => void watched.console.stop());
  stack.defer(() => void watched.evaluations.stop());
  view.watched = watched;
  await pause(options.calmMs);
  for (let round = 1; round <= options.restarts; round++) await restartAll(watched, options, view);
  const others = ROLES.filter((role) => role !== 'alerts' && options.kills.includes(role));
  await killEach(watched, options, view, others);
  await breakDataSource(watched, view);
  if (options.kills.includes('alerts')) await killEvaluating(watched, options, view);
  mendDataSource(watched, view);
  await pause(options.calmMs);
  await watched.console.stop();
  await watched.evaluations.stop();
  await calls.stop();
  view.say('no more calls; all that was answered is on its way to the store');
  await delivered(on);
  const ask = storeOf(on);
  const store = await settled(ask, on, calls);
  view.say('judged; now with planted faults');
  const [received, doubled] = [messages.received, messages.doubled()];
  const overlooked = await overlookedPlants(ask, on, calls, messages);
  return reportOf({ options, watched, store, received, doubled, overlooked });
}

/** From now on lists of meetings fail; resolves when the first message about it has come. */
async function breakDataSource(watched: Watched, { say }: View): Promise<void> {
  const { on, calls, evaluations, messages } = watched;
  const judges = async () => (evaluations.by?.state === 'runs' ? true : undefined);
  await poll('somebody to evaluate', judges, NOTIFIED);
  calls.outages.push({ from: performance.now(), to: Number.POSITIVE_INFINITY });
  on.fail(true);
  say('the data source of the API fails');
  await messages.wait('fired', NOTIFIED);
  say('the alert was notified');
}

function mendDataSource({ on, calls }: Watched, { say }: View): void {
  on.fail(false);
  for (const outage of calls.outages) outage.to = Math.min(outage.to, performance.now());
  say('the data source is back');
}

/** Each process in turn; the next one only when it takes part again. */
async function restartAll(watched: Watched, { calmMs }: FleetOptions, { say }: View) {
  const { on, evaluations } = watched;
  for (const member of on.members) {
    const restart = async (one: Member) => {
      await on.stop(one);
      await on.start(one);
    };
    if (evaluations.by === member) await evaluations.takenOver(restart);
    else await restart(member);
    say(`${member.name} restarted`);
    await pause(calmMs);
  }
}

/** `kill -9` of one process of each role, which comes back. */
async function killEach(
  { on }: Watched,
  { calmMs }: FleetOptions,
  { say }: View,
  roles: readonly Role[],
): Promise<void> {
  for (const member of roles.flatMap((role) => on.of(role).slice(0, 1))) {
    say(`kill -9 ${member.name}`);
    await killed(on, member, calmMs);
    await pause(calmMs);
  }
}

/** `kill -9` of who evaluates: what it had begun to tell, the other goes on with. */
async function killEvaluating(
  { on, evaluations, messages }: Watched,
  { calmMs, shared }: FleetOptions,
  { say }: View,
): Promise<void> {
  await evaluations.takenOver((leader) => {
    say(`kill -9 ${leader.name}, which evaluates`);
    return killed(on, leader, calmMs);
  });
  say(`another process evaluates after ${evaluations.takenOverS.at(-1)} s`);
  if (shared) return;
  await messages.wait('paged', NOTIFIED);
  say('the page was notified');
}

/** Away until the time without a fault is over, so that it does not come back before anybody notices. */
async function killed(on: Deployment, member: Member, awayMs: number): Promise<void> {
  await on.kill(member);
  await pause(awayMs);
  await on.start(member);
}

/** The verdict once the rollups have followed, and views of rows that were just delivered. */
async function settled(ask: Ask, on: Deployment, calls: Calls): Promise<StoreVerdict> {
  for (const until = performance.now() + ROLLUPS_MS; ; await pause(SETTLE_MS)) {
    const verdict = await judgeStore(ask, on, calls);
    if (verdict.rollupDifference === 0 || performance.now() > until) return verdict;
  }
}
