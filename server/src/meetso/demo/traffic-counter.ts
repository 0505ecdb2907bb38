import type { ErrorCode } from '../catalogue/causes.ts';
import { isErrorCode } from '../catalogue/causes.ts';
import type { HttpAnswer } from './http-client.ts';

/** What the traffic has seen so far. */
export interface TrafficStats {
  readonly sent: number;
  /** Calls that got no answer at all. */
  readonly unanswered: number;
  readonly succeeded: number;
  readonly byCode: Readonly<Partial<Record<ErrorCode, number>>>;
  /** The newest request id of each code. */
  readonly latest: Readonly<Partial<Record<ErrorCode, string>>>;
}

export interface TrafficCounter {
  /** Counts one call; `answer` is undefined when none came. */
  count(answer: HttpAnswer | undefined): void;
  stats(): TrafficStats;
}

export function createTrafficCounter(): TrafficCounter {
  let [sent, unanswered, succeeded] = [0, 0, 0];
  const byCode: Partial<Record<ErrorCode, number>> = {};
  const latest: Partial<Record<ErrorCode, string>> = {};
  return {
    count(answer) {
      sent++;
      if (answer === undefined) {
        unanswered++;
      } else if (answer.code !== undefined && isErrorCode(answer.code)) {
        byCode[answer.code] = (byCode[answer.code] ?? 0) + 1;
        if (answer.requestId) latest[answer.code] = answer.requestId;
      } else if (answer.status < 400) {
        succeeded++;
      }
    },
    stats: () => ({ sent, unanswered, succeeded, byCode: { ...byCode }, latest: { ...latest } }),
  };
}
