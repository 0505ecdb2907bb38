import { Channels, environmentChannel } from '../../server/src/alerts/channels/channels.ts';
import { compose } from '../../server/src/alerts/delivery/compose.ts';
import { Outbox } from '../../server/src/alerts/delivery/outbox.ts';
import { DeliveryWorker } from '../../server/src/alerts/delivery/worker.ts';
import { Deploys } from '../../server/src/alerts/deploys/deploys.ts';
import { Escalator } from '../../server/src/alerts/escalation/escalator.ts';
import { Evaluator } from '../../server/src/alerts/evaluate/evaluator.ts';
import { Lease } from '../../server/src/alerts/evaluate/lease.ts';
import { Incidents } from '../../server/src/alerts/incidents/incidents.ts';
import { Objectives } from '../../server/src/alerts/objectives/objectives.ts';
import { Rules } from '../../server/src/alerts/rules/rules.ts';
import { Orgs } from '../../server/src/meetso/directory/orgs.ts';
import { type AlertsDesk, type BucketTraffic, beat, send } from '../desks/alerts-desk.ts';
import { TEST_KEYS } from './test-keys.ts';

export interface Run {
  readonly evaluator: Evaluator;
  readonly escalator: Escalator;
  readonly worker: DeliveryWorker;
  readonly lease: Lease;
}

/** The evaluator of one process, stepped by hand; `webhookUrl` stands for ALERT_WEBHOOK_URL. */
export function runNamed(desk: AlertsDesk, holder: string, webhookUrl?: string): Run {
  const { clickhouse, database, now, steadyMs, log } = desk;
  const builtIn = webhookUrl ? environmentChannel(webhookUrl, Buffer.alloc(32, 7)) : undefined;
  const parts = {
    clickhouse,
    database,
    now,
    log,
    profile: MEETSO_PROFILE,
    orgs: new Orgs(database),
    channels: new Channels(database, { builtIn, allowPrivate: true, keys: TEST_KEYS }),
    rules: new Rules(database),
    objectives: new Objectives(database),
    deploys: new Deploys(database),
    outbox: new Outbox(database),
    consoleUrl: () => 'http://127.0.0.1:8081',
    sentry: { dsn: undefined, url: undefined, org: undefined, project: undefined },
  };
  const lease = new Lease(database, holder, steadyMs);
  const worker = new DeliveryWorker({
    ...parts,
    now: steadyMs,
    steadyMs,
    compose: (row) => compose(row, parts),
  });
  const deciding = { ...parts, steadyMs, holder, onDecided: () => worker.wake() };
  const evaluator = new Evaluator({ ...deciding, referenceMs: steadyMs, lease });
  const escalator = new Escalator({ ...deciding, now: steadyMs });
  return { evaluator, escalator, worker, lease };
}

/** What happens within one bucket, besides the heartbeat of `api-1`. */
export interface BucketEvents {
  readonly traffic?: readonly Omit<BucketTraffic, 'fromS' | 'toS'>[];
  readonly silent?: boolean;
  /** Seconds after the end of the bucket at which the evaluator looks. */
  readonly looks?: readonly number[];
}

/** Lets ten seconds pass. */
export async function pass(desk: AlertsDesk, run: Run, ten: BucketEvents): Promise<void> {
  const { evaluator, escalator, worker } = run;
  const [fromS, toS] = [desk.nowS, desk.nowS + 10];
  for (const traffic of ten.traffic ?? []) {
    await send(desk.clickhouse, { ...traffic, fromS, toS });
  }
  if (!ten.silent) await beat(desk.clickhouse, 'api-1', [toS + 0.5]);
  for (const at of ten.looks ?? [1, 4]) {
    desk.nowS = toS + at;
    await desk.rollups.tick();
    await evaluator.tick();
    if (evaluator.active) await escalator.tick();
    await worker.tick();
  }
  desk.nowS = toS;
}

/** Lets so many stretches of ten seconds pass that are alike, judged all at once. */
export async function passMany(
  desk: AlertsDesk,
  run: Run,
  many: number,
  ten: BucketEvents,
): Promise<void> {
  const before = many - 1;
  const [fromS, toS] = [desk.nowS, desk.nowS + before * 10];
  for (const { count, ...kind } of ten.traffic ?? [])
    await send(desk.clickhouse, { ...kind, count: count * before, fromS, toS });
  const ends = Array.from({ length: before }, (_, i) => fromS + (i + 1) * 10 + 0.5);
  await beat(desk.clickhouse, 'api-1', ends);
  desk.nowS = toS;
  await pass(desk, run, ten);
}

/** An evaluator that was away for longer than this calls the time before it unknown. */
const JUDGED_AT_ONCE = 60;

/** Lets a stretch of whole buckets without errors pass, and another one. */
export async function passCalm(desk: AlertsDesk, run: Run, seconds: number): Promise<void> {
  for (let left = seconds / 10 + 1; left > 0; left -= JUDGED_AT_ONCE)
    await passMany(desk, run, Math.min(left, JUDGED_AT_ONCE), failing(0));
}

/** Two hundred requests, some of which get a 500. */
export function failing(count: number): BucketEvents {
  const errors = { count, code: 'internal_error', cause: 'exception' };
  const answered = { count: 200 - count };
  return { traffic: [answered, errors].filter((traffic) => traffic.count > 0) };
}

/** Key and severity of what fires. */
export async function firing({ database }: AlertsDesk): Promise<string[]> {
  const rows = await new Incidents(database).open();
  return rows.map(({ key, severity }) => `${key} ${severity}`).toSorted();
}

import { MEETSO_PROFILE } from '../../server/src/meetso/profile.ts';
