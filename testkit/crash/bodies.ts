import type { Stream } from '@request-desk/fastify/spool/spool';
import { DAY_MS } from '../../shared/src/durations.ts';
import { logsBody, tracesBody } from '../otlp/otlp-bodies.ts';

/** Bodies of every stream with fixed times around `atMs`, on two days, so that inserts make two parts. */
export function crashBodies(atMs: number): { stream: Stream; body: Uint8Array }[] {
  const bodies: { stream: Stream; body: Uint8Array }[] = [];
  for (let n = 1; n <= 4; n++) {
    const high = n.toString(16).padStart(16, '0');
    const at = atMs - (n % 2) * DAY_MS;
    const attributes = {
      'request_desk.request.id': `req_${high}`,
      'request_desk.error.code': 'not_found',
      'http.response.status_code': '404',
    };
    const event = { traceId: high + high, eventName: 'request_desk.request', severity: 13 };
    bodies.push({ stream: 'errors', body: logsBody([{ ...event, attributes, at }]) });
    bodies.push({
      stream: 'logs',
      body: logsBody([{ traceId: high + high, body: `line ${n}`, at }]),
    });
    const span = { traceId: high + high, spanId: high, name: 'GET', at };
    bodies.push({ stream: 'traces', body: tracesBody([span]) });
  }
  // One that no engine can read: it has to be found and set aside.
  bodies.push({ stream: 'logs', body: Uint8Array.of(0x0a, 0x7f, 0x01) });
  return bodies;
}
