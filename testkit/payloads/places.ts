import { logsBody, tracesBody } from '../otlp/otlp-bodies.ts';
import type { Payload } from './payloads.ts';

/** So many places of the public API take their turn. */
export const API_PLACES = 9;

/** The `n`th place of a call of the public API. */
export function apiCall(n: number, text: string, key: string): [path: string, init: RequestInit] {
  const headers = { authorization: `Bearer ${key}` };
  const raw = Buffer.from(text.replace(/[\r\n\0]/g, ' ')).toString('latin1');
  const sent = encodeURIComponent(text.toWellFormed());
  const post = (body: unknown, more = {}) => ({
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', ...more },
    body: JSON.stringify(body),
  });
  const places: [string, RequestInit][] = [
    [`/public/v1/meetings/${sent}`, { headers }],
    [`/public/v1/meetings?time_range=${sent}`, { headers }],
    [`/public/v1/meetings?${sent}=1`, { headers }],
    [`/public/v1/meetings?cursor=${sent}`, { headers }],
    ['/public/v1/meetings', post({ title: text, starts_at: text, duration_minutes: 5 })],
    ['/public/v1/meetings', post({ [text]: text }, { 'idempotency-key': raw })],
    ['/public/v1/nowhere', { headers: { ...headers, 'user-agent': raw, referer: raw } }],
    ['/public/v1/meetings', { headers: { authorization: raw, 'x-client-request-id': raw } }],
    [`/docs/errors/${sent}`, { headers: { 'x-forwarded-host': raw, 'x-forwarded-for': raw } }],
  ];
  return places[n % places.length] ?? ['/', {}];
}

/** The `n`th place of what staff send. */
export function staffBody(n: number, text: string): [path: string, body: object] {
  const hook = { kind: 'webhook', url: text };
  const bodies: [string, object][] = [
    ['/lookups', { text }],
    ['/orgs', { name: text }],
    ['/alert-channels', { name: text, settings: hook }],
    ['/deploys', { version: text, note: text }],
    ['/requests/likely', { text }],
    ['/views', { name: text, page: 'explore', query: text }],
    ['/silences/preview', { comment: text }],
  ];
  return bodies[n % bodies.length] ?? ['/lookups', {}];
}

/** OTLP bodies: each payload as name, attribute, key of one, event, body and service of somebody else's telemetry. */
export function telemetry(
  traceId: string,
  own: readonly Payload[],
): [path: string, body: Uint8Array][] {
  const texts = own.map(({ text }) => text.toWellFormed());
  const spans = texts.map((text, n) => ({
    traceId,
    spanId: (n + 1).toString(16).padStart(16, '0'),
    name: text,
    attributes: { 'http.url': text, [text || 'empty']: 'x', 'exception.stacktrace': text },
  }));
  const records = texts.map((text) => ({
    traceId,
    body: text,
    eventName: 'x',
    severity: 17,
    attributes: { 'exception.message': text },
  }));
  return [
    ['/v1/traces', tracesBody(spans, texts[0])],
    ['/v1/logs', logsBody(records, texts[1])],
  ];
}
