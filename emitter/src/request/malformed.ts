import type { CauseOf } from '@request-desk/shared/causes';
import type { RequestEmitter } from './request-emitter.ts';

/** Bytes on a socket that never became a request with hooks. */
export interface Malformed {
  readonly cause: CauseOf<'invalid_request'>;
  readonly remoteAddress: string | undefined;
  /** The first bytes received (`rawPacket`); only method and path are read from them. */
  readonly bytesHint?: Uint8Array | undefined;
  readonly method?: string | undefined;
  readonly path?: string | undefined;
  /** What the answer will say. */
  readonly message?: string | undefined;
}

const REQUEST_LINE = /^([A-Z]{3,16}) ([!-~]{1,2048})/;

/** Mints an id for such bytes and emits their event before the caller answers with it. */
export function emitMalformed(emitter: RequestEmitter, malformed: Malformed): string {
  const { cause, remoteAddress, bytesHint, message } = malformed;
  const head = bytesHint ? Buffer.from(bytesHint.subarray(0, 2100)).toString('latin1') : '';
  const line = REQUEST_LINE.exec(head);
  const active = emitter.begin({
    method: malformed.method ?? line?.[1] ?? '',
    url: malformed.path ?? line?.[2] ?? '',
    route: '',
    clientAddress: remoteAddress,
  });
  active.event.code = 'invalid_request';
  active.event.cause = cause;
  if (message) active.event.message = message;
  active.ready(400);
  emitter.emit(active);
  return active.requestId;
}
