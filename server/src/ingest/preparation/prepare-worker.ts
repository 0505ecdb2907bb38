import { workerData } from 'node:worker_threads';
import { redactKeys, type SecretForms } from '@request-desk/fastify/redaction/scrub';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { type BodyContext, type Fault, type Prepared, prepare } from './prepare.ts';

for (const forms of workerData as readonly SecretForms[]) redactKeys(forms);

/** A body to prepare in a thread of its own; the bytes are the thread's from then on. */
export interface PrepareTask extends BodyContext {
  readonly body: Uint8Array<ArrayBuffer>;
}

/** What becomes of the body; its bytes go back without a copy. */
export default function answer({ body, ...parcel }: PrepareTask): unknown {
  const done: Prepared | Fault | undefined = prepare(parcel, body);
  if (done === undefined || 'fault' in done) return done;
  const stored = done.stored.map(inOwnBuffer);
  const transferable = stored.map(({ buffer }) => buffer);
  return move({ [transferableSymbol]: transferable, [valueSymbol]: { ...done, stored } });
}

/** Bytes that can be handed over with their buffer: a copy only of what shares it with others. */
function inOwnBuffer(bytes: Uint8Array): Uint8Array {
  return bytes.length === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
}
