import { setImmediate as turn } from 'node:timers/promises';
import type { Spool } from '@request-desk/fastify/spool/spool';
import type { Rejection } from './answers.ts';
import { malformed, noRoom, tooLarge } from './ingest-error.ts';
import type { Preparation } from './preparation/preparation.ts';
import type { BodyContext } from './preparation/prepare.ts';

export interface Acceptor {
  readonly spool: Pick<Spool, 'append'>;
  readonly preparation: Pick<Preparation, 'prepare'>;
}

/** How many records came, and what was refused of them. */
export interface Accepted {
  readonly items: number;
  readonly rejection?: Rejection | undefined;
}

/**
 * Checks a body and puts it into the spool; written when it resolves. Rejects with Refusal when nothing
 * was taken.
 */
export async function accept(
  { spool, preparation }: Acceptor,
  parcel: BodyContext,
  body: Uint8Array,
): Promise<Accepted> {
  const preparing = preparation.prepare(parcel, body);
  // Without a turn between, where it is done: what is to be stored may lie in memory of the next body.
  const done = preparing instanceof Promise ? await preparing : preparing;
  if ('fault' in done)
    throw done.fault === 'malformed' ? malformed(done.message) : tooLarge(done.message);
  const { stored, stream, items, rejection } = done;
  for (const [n, bytes] of stored.entries()) {
    if (n > 0) await turn();
    try {
      spool.append(stream, bytes);
    } catch {
      // The spool counts and reports its own faults; the sender still has the bytes, and a row that
      // comes twice is one.
      throw noRoom();
    }
  }
  return { items, rejection };
}
