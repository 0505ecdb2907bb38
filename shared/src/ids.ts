/**
 * Request ids and trace ids. A public request id is the first half of its trace id; the second half
 * is a fixed mixing of the first, so either can be computed from the other with no lookup.
 */

const REQUEST_ID = /^req_([0-9a-f]{16})$/;
const TRACE_ID = /^[0-9a-f]{32}$/;

/** What a client may call its own call by. */
export const CLIENT_REQUEST_ID_FORM = /^[A-Za-z0-9._:-]{1,128}$/;

/** `req_` and 16 lower-case hex digits, never all zero. */
export type RequestId = `req_${string}`;

/** MurmurHash3's 64-bit finaliser: a bijection on unsigned 64-bit integers. */
export function fmix64(value: bigint): bigint {
  // The compiler makes machine arithmetic of operations that are cut to 64 bits like this.
  let h = BigInt.asUintN(64, value);
  h = BigInt.asUintN(64, h ^ (h >> 33n));
  h = BigInt.asUintN(64, h * 0xff51afd7ed558ccdn);
  h = BigInt.asUintN(64, h ^ (h >> 33n));
  h = BigInt.asUintN(64, h * 0xc4ceb9fe1a85ec53n);
  return BigInt.asUintN(64, h ^ (h >> 33n));
}

/** The value that `fmix64` mixes to `mixed`. */
function unmix64(mixed: bigint): bigint {
  let h = BigInt.asUintN(64, mixed);
  h = BigInt.asUintN(64, h ^ (h >> 33n));
  h = BigInt.asUintN(64, h * 0x9cb4b2f8129337dbn);
  h = BigInt.asUintN(64, h ^ (h >> 33n));
  h = BigInt.asUintN(64, h * 0x4f74430c22a54005n);
  return BigInt.asUintN(64, h ^ (h >> 33n));
}

/** True for the canonical spelling only: `req_` and 16 lower-case hex digits that are not all zero. */
export function isRequestId(text: string): text is RequestId {
  return REQUEST_ID.test(text) && text !== 'req_0000000000000000';
}

/** True for 32 lower-case hex digits that are not all zero (W3C Trace Context, trace-id). */
export function isTraceId(text: string): boolean {
  return TRACE_ID.test(text) && !/^0+$/.test(text);
}

/** The 32 hex digits of the trace that `requestId` names. Throws a RangeError on a malformed id. */
export function traceIdOf(requestId: string): string {
  const match = REQUEST_ID.exec(requestId);
  const high = match?.[1];
  if (high === undefined) throw new RangeError(`not a request id: expected req_ and 16 hex digits`);
  return (
    high +
    fmix64(BigInt(`0x${high}`))
      .toString(16)
      .padStart(16, '0')
  );
}

/** The request id of a trace, or undefined when the trace does not follow our rule. */
export function requestIdOf(traceId: string): RequestId | undefined {
  if (!isTraceId(traceId)) return undefined;
  const requestId = `req_${traceId.slice(0, 16)}` as const;
  return isRequestId(requestId) && traceIdOf(requestId) === traceId ? requestId : undefined;
}

/**
 * The request id whose trace ends with these 16 hex digits. Every digits have one, so that it means
 * something only where it is known to exist. Undefined for zeros.
 */
export function requestIdOfLower(digits: string): RequestId | undefined {
  const requestId = `req_${unmix64(BigInt(`0x${digits}`))
    .toString(16)
    .padStart(16, '0')}` as const;
  return isRequestId(requestId) ? requestId : undefined;
}

/** The id's 16 hex digits as the unsigned integer that `request_index.id` stores, in decimal. */
export function indexIdOf(requestId: string): string {
  return BigInt(`0x${requestId.slice(4)}`).toString();
}
