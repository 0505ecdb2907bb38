import type { Producer } from '@request-desk/fastify/producer/producer';
import type { ReferenceClock } from '@request-desk/fastify/producer/reference-clock';
import type { Signals } from '../../database/signals.ts';
import { ASKS, CLAIMS, readAsk, writeClaim } from './messages.ts';

/** Each claim may make a delivery of its own. */
const APART_MS = 50;
/** Two clocks that are measured differ by less. */
const LONGEST_WAIT_MS = 250;

/**
 * Lets `producer` say how far it is when somebody asks, no earlier than its clock has passed the time
 * of the question, and not again where it has said it.
 */
export function answerAsks(
  signals: Signals,
  producer: Pick<Producer, 'claim'>,
  clock: Pick<ReferenceClock, 'lower'>,
): void {
  let [wanted, said] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let saidAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  function say(): void {
    timer = undefined;
    const claim = producer.claim();
    if (claim === undefined) return;
    saidAt = performance.now();
    said = Math.min(claim.at, claim.receivedTo ?? claim.at);
    signals.send(CLAIMS, writeClaim(claim));
  }

  signals.on(ASKS, (text) => {
    const at = readAsk(text);
    if (at === undefined || said >= at) return;
    wanted = Math.max(wanted, at);
    if (timer) return;
    // A claim is in whole milliseconds, rounded down.
    const early = Math.min(wanted + 1 - clock.lower(), LONGEST_WAIT_MS);
    const wait = Math.max(early, saidAt + APART_MS - performance.now());
    if (wait <= 0) say();
    else timer = setTimeout(say, wait).unref();
  });
}
