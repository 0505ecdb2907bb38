import type { ListResult, RequestEvent } from '@request-desk/fastify/request/request-event';
import { ERROR_EXAMPLES } from '../../docs/error-examples.ts';
import { overLimit } from '../../rate-limit/key-limiter.ts';
import { MEETINGS, oneOf } from '../calls.ts';
import type { PastContext } from './past-mistakes.ts';

/** A kind of call that succeeds, and that our own fault may fail. */
export interface PastSuccess {
  readonly weight: number;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly scope: 'meetings:read' | 'meetings:write';
  readonly result?: (world: PastContext) => ListResult;
}

const ONE = `${MEETINGS}/:id`;
const READ = { method: 'GET', status: 200, scope: 'meetings:read' } as const;
const LIST: PastSuccess = { ...READ, weight: 55, route: MEETINGS, result: page };

/** What succeeds, as often as the live clients ask for it. */
export const PAST_SUCCESSES: readonly PastSuccess[] = [
  LIST,
  { ...READ, weight: 38, route: ONE },
  { ...READ, weight: 4, route: `${ONE}/participants`, result: participants },
  { weight: 2, method: 'POST', route: MEETINGS, status: 201, scope: 'meetings:write' },
  { weight: 0.5, method: 'PATCH', route: ONE, status: 200, scope: 'meetings:write' },
  { weight: 0.5, method: 'DELETE', route: ONE, status: 204, scope: 'meetings:write' },
];

/** What the two integrations that overdo it ask for, time and again. */
export const PAST_BURST: PastSuccess = {
  ...LIST,
  result: () => ({ items: 1, filters: [], more: true }),
};

/** Our own fault, during an outage. */
export const PAST_FAULT = {
  status: 500,
  code: 'internal_error',
  cause: 'exception',
  message: ERROR_EXAMPLES.internal_error.message,
  exceptionType: 'ConnectionRefused',
  exceptionMessage: 'connect ECONNREFUSED 10.20.4.17:5432',
} satisfies Partial<RequestEvent>;

/** A refusal by one of the limits of a key. */
export function pastRefusal(window: 'burst' | 'sustained', random: () => number) {
  const limit = window === 'burst' ? 10 : 60;
  const resetMs = Math.ceil((window === 'burst' ? 1_000 : 20_000) * (1 - random()));
  const retryAfterS = Math.ceil(resetMs / 1_000);
  const rateLimit = { window, limit, used: limit, resetMs, paceMs: 1_000, retryAfterS };
  return {
    status: 429,
    code: 'rate_limited',
    cause: window,
    message: overLimit(rateLimit),
    rateLimit,
  } satisfies Partial<RequestEvent>;
}

function page({ random }: PastContext): ListResult {
  const filters = [
    ...(random() < 0.8 ? ['time_range:word'] : []),
    ...(random() < 0.35 ? ['cursor:token'] : []),
  ];
  return { items: oneOf([10, 20, 20, 50, 7], random), filters, more: random() < 0.6 };
}

function participants({ random }: PastContext): ListResult {
  return { items: 2 + Math.floor(random() * 6), filters: [], more: false };
}
