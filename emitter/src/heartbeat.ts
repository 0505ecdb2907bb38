import { type Logger, ROOT_CONTEXT, SeverityNumber } from '@opentelemetry/api';
import { ATTR, HEARTBEAT_EVENT } from '@request-desk/shared/attributes';
import { hrTimeOf } from './request/clock.ts';

const HEARTBEAT_EVERY_MS = 10_000;
/** Just after a ten-second bucket of the rollups has ended, so that it is known to be complete. */
const AFTER_BUCKET_MS = 500;
/** A timer that fired a little early, or a clock that was put back, makes no second beat. */
const LEAST_MS = 100;

export interface HeartbeatOptions {
  readonly events: Logger;
  readonly instance: string;
  readonly now: () => number;
  readonly requestsSoFar: () => number;
}

/** Sends a heartbeat now and every ten seconds, so that a process that stopped differs from one without traffic. */
export function startHeartbeat(options: HeartbeatOptions): { stop(): void } {
  const { events, instance, now, requestsSoFar } = options;
  let sequence = 0;
  const beat = () => {
    sequence++;
    events.emit({
      eventName: HEARTBEAT_EVENT,
      timestamp: hrTimeOf(now()),
      severityNumber: SeverityNumber.INFO,
      severityText: 'INFO',
      body: 'alive',
      context: ROOT_CONTEXT,
      attributes: {
        [ATTR.instance]: instance,
        [ATTR.sequence]: sequence,
        [ATTR.requestsSoFar]: requestsSoFar(),
      },
    });
  };
  let timer: NodeJS.Timeout;
  const schedule = () => {
    timer = setTimeout(() => {
      beat();
      schedule();
    }, nextBeatIn(now())).unref();
  };
  beat();
  schedule();
  return { stop: () => clearTimeout(timer) };
}

/**
 * Milliseconds from the wall time `nowMs` to the next beat: 0.1 to 10.1 s, whatever the wall clock
 * says. The wait itself goes by the monotonic clock, so that no step makes it longer.
 */
export function nextBeatIn(nowMs: number): number {
  const late = modulo(nowMs - AFTER_BUCKET_MS, HEARTBEAT_EVERY_MS);
  const wait = HEARTBEAT_EVERY_MS - late;
  return wait < LEAST_MS ? wait + HEARTBEAT_EVERY_MS : wait;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
