import { setTimeout } from 'node:timers/promises';
import { ControlPlaneReplaced } from './database/control-plane-outage.ts';
import type { Engines } from './engines.ts';
import type { Readiness } from './http/health.ts';
import { completenessAsWire, NOTHING_KNOWN } from './watermark/as-wire.ts';

/** Well below the second that some balancers wait: late is the same as not ready to them. */
const PING_MS = 400;

/** Being a little behind is no trouble. */
const SOUND = new Set(['current', 'behind']);

/** Told apart from `ready`, because a process that drains still answers. */
export type Phase = 'starting' | 'running' | 'draining';

/**
 * Ready means: customers can be answered as well as by any other process. Trouble with telemetry or
 * the control plane is "degraded" and stays ready: all processes would leave the balancer at once.
 */
export async function readiness(
  phase: Phase,
  engines: Pick<Engines, 'database' | 'sharedStore' | 'spool' | 'watermark'>,
): Promise<Readiness> {
  const { database, sharedStore, spool, watermark } = engines;
  const pipeline = spool?.state();
  const known = watermark.latest;
  const { current_to, state, store } = known ? completenessAsWire(known) : NOTHING_KNOWN;
  // What was read from the store, and not what this process believes of it.
  const telemetry = { ...pipeline, store, state, data_current_to: current_to };
  const limits = sharedStore?.state();
  const detail = { telemetry, ...(limits && { rate_limits: limits }) };
  if (phase !== 'running') return { ready: false, status: phase, detail };
  const away = await outage(database);
  if (away) return { ready: true, status: 'degraded', detail: { control_plane: away, ...detail } };
  const lost = pipeline && (pipeline.append_failures > 0 || pipeline.dropped_bytes > 0);
  const failing = pipeline?.store === 'unavailable' || (pipeline?.refusals?.segments ?? 0) > 0;
  const trouble =
    failing || lost || limits?.state === 'away' || (known !== undefined && !SOUND.has(state));
  return { ready: true, status: trouble ? 'degraded' : 'ok', detail };
}

/** Why the control plane is of no use, in words; undefined while it answers. */
async function outage(database: Engines['database']): Promise<string | undefined> {
  const ping = database.ping().then(
    () => undefined,
    (error: unknown) =>
      error instanceof ControlPlaneReplaced ? error.message : 'the control plane does not answer',
  );
  const late = 'the control plane does not answer';
  return await Promise.race([ping, setTimeout(PING_MS, late, { ref: false })]);
}
