import type { CauseKind } from '@request-desk/shared/profile';
import type { CallerFacts } from './caller-facts.ts';
import type { RequestEmitter } from './request-emitter.ts';

/** Bytes on a socket that never became a request with hooks. */
export interface Malformed {
  /** Said on the event in the words of the profile, where it has a cause of this kind. */
  readonly kind: CauseKind;
  readonly remoteAddress: string | undefined;
  /** The message as far as it was received; only method and path are read from it here. */
  readonly bytesHint?: Uint8Array | undefined;
  readonly method?: string | undefined;
  readonly path?: string | undefined;
  /** What the answer will say. */
  readonly message?: string | undefined;
  /** Whose they are, as far as that is known. */
  readonly caller?: CallerFacts | undefined;
  /** How the client itself named the call. */
  readonly clientRequestId?: string | undefined;
  /** The header, where it came once. */
  readonly traceparent?: string | undefined;
  /** Of the answer; 400 where it is left out. */
  readonly status?: number | undefined;
}

const REQUEST_LINE = /^([A-Z]{3,16}) ([!-~]{1,2048})/;

/** Mints an id for such bytes and emits their event before the caller answers with it. */
export function emitMalformed(emitter: RequestEmitter, malformed: Malformed): string {
  const { kind, remoteAddress, bytesHint, message, status = 400 } = malformed;
  const head = bytesHint ? Buffer.from(bytesHint.subarray(0, 2100)).toString('latin1') : '';
  const line = REQUEST_LINE.exec(head);
  const active = emitter.begin({
    method: malformed.method ?? line?.[1] ?? '',
    url: malformed.path ?? line?.[2] ?? '',
    route: '',
    clientAddress: remoteAddress,
    traceparent: malformed.traceparent,
  });
  emitter.explain(active, kind);
  if (status < 500) emitter.explain(active, 'http_malformed');
  if (message) active.event.message = message;
  const { clientRequestId } = malformed;
  if (clientRequestId !== undefined) active.event.clientRequestId = clientRequestId;
  Object.assign(active.event, malformed.caller);
  active.ready(status);
  emitter.emit(active);
  return active.requestId;
}
