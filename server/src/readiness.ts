import { setTimeout } from 'node:timers/promises';
import type { Engines } from './engines.ts';
import type { Readiness } from './http/health.ts';

const PING_MS = 1_000;

/** Told apart from `ready`, because a process that drains still answers. */
export type Phase = 'starting' | 'running' | 'draining';

/**
 * Ready means: customers can be answered. Trouble with telemetry is "degraded" and stays ready;
 * only before the start, while draining and without the control plane it is not.
 */
export async function readiness(
  phase: Phase,
  { database, spool }: Pick<Engines, 'database' | 'spool'>,
): Promise<Readiness> {
  const pipeline = spool?.state();
  const detail = pipeline ? { telemetry: pipeline } : {};
  if (phase !== 'running') return { ready: false, status: phase, detail };
  if (!(await answers(database))) return { ready: false, status: 'unavailable', detail };
  const trouble =
    pipeline !== undefined &&
    (pipeline.store !== 'ok' || pipeline.append_failures > 0 || pipeline.dropped_bytes > 0);
  return { ready: true, status: trouble ? 'degraded' : 'ok', detail };
}

async function answers(database: Engines['database']): Promise<boolean> {
  const ping = database.ping().then(
    () => true,
    () => false,
  );
  return await Promise.race([ping, setTimeout(PING_MS, false, { ref: false })]);
}
