import { move } from 'piscina';
import { lowerPriority } from '../../workers/low-priority.ts';
import { type Fault, type Parcel, type Prepared, prepare } from './prepare.ts';

/** A body to prepare in a thread of its own; the bytes are the thread's from then on. */
export interface PrepareTask extends Parcel {
  readonly body: Uint8Array<ArrayBuffer>;
}

lowerPriority();

/** Bytes that were written anew go back without a copy. */
export default function answer({ body, ...parcel }: PrepareTask): Prepared | Fault | undefined {
  const done = prepare(parcel, body);
  if (done && 'stored' in done && typeof done.stored !== 'string') {
    const bytes = Uint8Array.from(done.stored);
    move(bytes.buffer);
    return { ...done, stored: bytes };
  }
  return done;
}
