import { and, eq, gt, sql } from 'drizzle-orm';
import type { Database, Orm } from '../../database/database.ts';
import { alertEngine } from '../../database/schema.ts';
import type { EngineState } from '../engine/state.ts';
import { ENGINE } from './lease.ts';
import { learningToStore, restored, stateToStore } from './persisted.ts';

/** What the evaluator remembers between ticks and across restarts. */
export interface Memory {
  readonly state: EngineState;
  /** Buckets that start before this time, in seconds, are judged; nothing: the first start. */
  readonly judgedTo: number | null;
  /** True once a process has sent a heartbeat. */
  readonly heartbeats: boolean;
}

/** From one memory to the next, and whether telemetry was judged on the way. */
interface Step {
  readonly before: Memory;
  readonly after: Memory;
  readonly evaluated: boolean;
}

/** Somebody else evaluates by now; what was decided here does not count. */
export class LeaseLost extends Error {}

/** What was stored last; the window is empty. */
export async function loadMemory({ orm }: Pick<Database, 'orm'>): Promise<Memory> {
  const [row] = await orm.select().from(alertEngine).where(eq(alertEngine.id, ENGINE));
  return {
    state: restored(row?.state, row?.learned),
    judgedTo: row?.judgedTo ?? null,
    heartbeats: row?.heartbeats ?? false,
  };
}

/** Stores what has changed, in one statement. Throws LeaseLost when another process evaluates. */
export async function saveMemory(
  orm: Orm,
  holder: string,
  { before, after, evaluated }: Step,
): Promise<void> {
  const { state } = after;
  const rows = await orm
    .update(alertEngine)
    .set({
      judgedTo: after.judgedTo,
      heartbeats: after.heartbeats,
      ...(evaluated ? { evaluatedAt: sql`now()`, evaluatedBy: holder } : {}),
      ...(isSameState(before.state, state) ? {} : { state: stateToStore(state) }),
      ...(isSameLearning(before.state, state) ? {} : { learned: learningToStore(state) }),
    })
    .where(
      and(
        eq(alertEngine.id, ENGINE),
        eq(alertEngine.leaseHolder, holder),
        gt(alertEngine.leaseUntil, sql`now()`),
      ),
    )
    .returning({ id: alertEngine.id });
  if (rows.length === 0) throw new LeaseLost('another process evaluates alerts');
}

function isSameLearning(a: EngineState, b: EngineState): boolean {
  return a.learned === b.learned && a.history === b.history;
}

function isSameState(a: EngineState, b: EngineState): boolean {
  const nothingFires = Object.keys(a.firing).length + Object.keys(b.firing).length === 0;
  const ended = Object.keys(a.ended).length === Object.keys(b.ended).length;
  return nothingFires && ended && a.deploys === b.deploys && a.past === b.past;
}
