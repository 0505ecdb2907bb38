import { idOfTrace, traceOfId } from '@request-desk/shared/id-trace';
import { requestIdOfLower } from '@request-desk/shared/ids';
import type { Profile } from '@request-desk/shared/profile';
import type { Hit } from './hits.ts';
import { halfTraces, spelledTraces } from './trace-spellings.ts';

/**
 * Trace ids in `text`, however spelled. One of ours is its request. Another counts when its 32 digits
 * are called a trace; in any other spelling, and half of one, only if the store knows it.
 */
export function* traceHits(form: Profile['request_id'], text: string): Generator<Hit> {
  for (const { at, text: spelled, traceId, named, plain } of spelledTraces(text)) {
    const requestId = idOfTrace(form, traceId);
    if (requestId !== undefined) yield { at, id: { requestId, traceId } };
    else if (named) {
      const id = { requestId: undefined, traceId };
      yield plain ? { at, id } : { at, ifStored: { ...id, text: spelled } };
    }
  }
  if (!form.names_trace) return;
  for (const { at, text: spelled, digits } of halfTraces(text)) {
    for (const hex of [digits, requestIdOfLower(digits)?.slice(4) ?? ''])
      if (/[^0]/.test(hex)) yield { at, ifStored: { ...asFound(form, hex), text: spelled } };
  }
}

function asFound(form: Profile['request_id'], hex: string) {
  const requestId = form.prefix + hex;
  return { requestId, traceId: traceOfId(form, requestId) };
}
