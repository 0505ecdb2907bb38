import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.ts';
import type { CauseOf } from '../catalogue/causes.ts';
import type { OpenRequests } from './open-requests.ts';
import type { Overload } from './overload.ts';

const MOST_URL_CHARACTERS = 8_192;
const RETRY_AFTER_S = '2';
/** What Node answers itself. */
const CONTINUE = /(?:^|\W)100-continue(?:$|\W)/i;

/** What every request meets first, right after it got its id. */
export class FrontDoor {
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

  /** Throws when the request cannot be taken or is not sound HTTP. */
  enter(request: FastifyRequest, reply: FastifyReply): void {
    this.#open.add(request, reply, this.#steady());
    if (this.draining) throw unavailable('draining', 'The API is restarting');
    if (this.#overload.sheds(this.#open.size)) {
      throw unavailable('overloaded', 'The API has more requests than it can answer');
    }
    const { raw } = request;
    if (raw.httpVersionMajor !== 1) {
      throw bad('http_malformed', 'The request line names no HTTP version that the API speaks.');
    }
    const { expect } = raw.headers;
    if (expect !== undefined && raw.httpVersionMinor > 0 && !CONTINUE.test(expect)) {
      throw bad('header_invalid', 'The only Expect header that is understood is 100-continue.');
    }
    if ((raw.url?.length ?? 0) > MOST_URL_CHARACTERS) {
      throw bad('url_malformed', `The URL is longer than ${MOST_URL_CHARACTERS} characters.`);
    }
  }
}

function unavailable(cause: 'draining' | 'overloaded', what: string): ApiError {
  return new ApiError('internal_error', {
    cause,
    message: `${what}; retry in ${RETRY_AFTER_S} s, as the Retry-After header says.`,
    headers: { 'retry-after': RETRY_AFTER_S },
  });
}

function bad(cause: CauseOf<'invalid_request'>, message: string): ApiError {
  return new ApiError('invalid_request', { cause, message });
}
