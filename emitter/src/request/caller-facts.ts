import type { RequestEvent } from './request-event.ts';

/** What the headers of a call tell of its caller, whether it may pass or not; no secrets. */
export type CallerFacts = Pick<
  RequestEvent,
  'orgId' | 'keyId' | 'keyPrefix' | 'scopesHeld' | 'authProblem'
>;

/**
 * Says whose call has these headers (names and values in turn), before it is refused for something
 * else. May take as long as a refusal may wait.
 */
export type Identify = (
  rawHeaders: readonly string[],
) => CallerFacts | undefined | Promise<CallerFacts | undefined>;
