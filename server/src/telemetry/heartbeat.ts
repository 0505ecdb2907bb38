import { type Logger, ROOT_CONTEXT, SeverityNumber } from '@opentelemetry/api';
import { ATTR, HEARTBEAT_EVENT } from '@request-desk/shared/attributes';
import { hrTimeOf } from './clock.ts';

const HEARTBEAT_EVERY_MS = 10_000;
/** Just after a ten-second bucket of the rollups has ended, so that it is known to be complete. */
const AFTER_BUCKET_MS = 500;

export interface HeartbeatOptions {
  readonly events: Logger;
  readonly instance: string;
  readonly now: () => number;
  readonly requestsSoFar: () => number;
}

/** Says "alive" now and in every ten seconds, so that silence can be told from no traffic. */
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
    const late = (now() - AFTER_BUCKET_MS) % HEARTBEAT_EVERY_MS;
    timer = setTimeout(() => {
      beat();
      schedule();
    }, HEARTBEAT_EVERY_MS - late).unref();
  };
  beat();
  schedule();
  return { stop: () => clearTimeout(timer) };
}
