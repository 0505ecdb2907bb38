import { retryAfter } from '@request-desk/shared/retry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.ts';
import type { OpenRequests } from './open-requests.ts';
import type { Overload } from './overload.ts';

const RETRY_AFTER_S = 2;

/** What every request meets first, right after it got its id. */
export class Admission {
  /** Set while the process finishes open requests and takes no new ones. */
  draining = false;
  readonly #open: OpenRequests;
  readonly #overload: Overload;
  readonly #steady: () => number;

  constructor(open: OpenRequests, overload: Overload, steady: () => number) {
    this.#open = open;
    this.#overload = overload;
    this.#steady = steady;
  }

  /** Notes a request as open; the refusal when it cannot be taken. */
  admit(request: FastifyRequest, reply: FastifyReply): ApiError | undefined {
    this.#open.add(request, reply, this.#steady());
    if (this.draining) return restarting();
    return this.#overload.sheds(this.#open.size)
      ? unavailable('overloaded', 'The API has more requests than it can answer')
      : undefined;
  }
}

/** The refusal of a request that the process does not take, or finish, because it ends. */
export function restarting(): ApiError {
  return unavailable('draining', 'The API is restarting');
}

function unavailable(cause: 'draining' | 'overloaded', what: string): ApiError {
  return new ApiError('internal_error', {
    cause,
    message: `${what}; retry in ${RETRY_AFTER_S} s, as the Retry-After header says.`,
    headers: retryAfter(RETRY_AFTER_S),
  });
}
