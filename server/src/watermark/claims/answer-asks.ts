import type { Producer } from '@request-desk/fastify/producer/producer';
import type { ReferenceClock } from '@request-desk/fastify/producer/reference-clock';
import type { Signals } from '../../database/signals.ts';
import { ASKS, CLAIMS, readAsk, writeClaim } from './messages.ts';

/** Each claim may make a delivery of its own. */
const APART_MS = 50;
/** A process that asks for what was said may have missed it: it is sent again, at most as often as this. */
const REPEAT_AFTER_MS = 100;
/** Two clocks that are measured differ by less. */
const LONGEST_WAIT_MS = 250;

const NOTHING = { to: Number.NEGATIVE_INFINITY, text: '' };

/**
 * Lets `producer` say how far it is when somebody asks, no earlier than its clock has passed the time
 * of the question. What it has said it says again as it was, without a new delivery.
 */
export function answerAsks(
  signals: Signals,
  producer: Pick<Producer, 'claim'>,
  clock: Pick<ReferenceClock, 'lower'>,
): void {
  let [wanted, sentAt] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let said = NOTHING;
  let timer: NodeJS.Timeout | undefined;

  function send(): void {
    sentAt = performance.now();
    signals.send(CLAIMS, said.text);
  }

  function say(): void {
    timer = undefined;
    wanted = Number.NEGATIVE_INFINITY;
    const claim = producer.claim();
    if (claim === undefined) return;
    said = { to: Math.min(claim.at, claim.receivedTo ?? claim.at), text: writeClaim(claim) };
    send();
  }

  signals.on(ASKS, (text) => {
    const at = readAsk(text);
    if (at === undefined) return;
    // The reference was put back since: what was said on it before means nothing now.
    if (said.to > clock.lower()) said = NOTHING;
    if (said.to >= at) {
      if (performance.now() - sentAt >= REPEAT_AFTER_MS) send();
      return;
    }
    wanted = Math.max(wanted, at);
    if (timer) return;
    // A claim is in whole milliseconds, rounded down.
    const early = Math.min(wanted + 1 - clock.lower(), LONGEST_WAIT_MS);
    const wait = Math.max(early, sentAt + APART_MS - performance.now());
    if (wait <= 0) say();
    else timer = setTimeout(say, wait).unref();
  });
}
