import { tracesBody } from '../../testkit/otlp/otlp-bodies.ts';

/** As many as OpenTelemetry's batch processor sends at once. */
export const SPANS_PER_BODY = 512;

/** OTLP body number `body` of spans such as an HTTP service sends: six attributes, about 230 bytes each. */
export function spanBody(body: number, nowMs: number): Uint8Array {
  return tracesBody(
    Array.from({ length: SPANS_PER_BODY }, (_, n) => {
      const number = body * SPANS_PER_BODY + n;
      return {
        traceId: (number >> 2).toString(16).padStart(8, '0').repeat(4),
        spanId: (number + 1).toString(16).padStart(16, '0'),
        name: `GET /v1/items/${number % 40}`,
        at: nowMs - (number % 3_000_000),
        attributes: {
          'http.request.method': 'GET',
          'http.route': `/v1/items/${number % 40}`,
          'http.response.status_code': 200n,
          'url.path': `/v1/items/${number}`,
          'server.address': 'items.internal',
          'meetso.attempt': BigInt(number % 3),
        },
      };
    }),
  );
}

export function spanBodies(count: number, nowMs: number): Uint8Array[] {
  return Array.from({ length: count }, (_, body) => spanBody(body, nowMs));
}
