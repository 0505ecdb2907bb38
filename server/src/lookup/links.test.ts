import type { DossierSpan } from '@request-desk/shared/dossier';
import { traceIdOf } from '@request-desk/shared/ids';
import { expect, it } from 'vitest';
import { MEETSO_PROFILE } from '../meetso/profile.ts';
import { clientTraces, linksOf } from './links.ts';

const CLIENT = '0af7651916cd43dd8448eb211c80319c';
const JAEGER = 'https://jaeger.example/trace/{trace_id}?uiEmbed=v0&again={trace_id}';
const PLACES = {
  clickhouse: { database: 'request_desk' },
  profile: MEETSO_PROFILE,
  consoleUrl: () => 'https://desk.example',
  sentry: {},
  publicApiUrl: () => 'https://api.example',
} as unknown as Parameters<typeof linksOf>[0];

function span(own: boolean, ...traces: string[]): DossierSpan {
  const links = traces.map((trace_id) => ({
    trace_id,
    span_id: 'b7ad6b7169203331',
    attributes: {},
  }));
  return { own, links } as unknown as DossierSpan;
}

it('links to the trace in the tool that is configured, and to none without', () => {
  const requestId = 'req_70ac81fe9ef7a3c6';
  const ids = { requestId, traceId: traceIdOf(requestId) };
  expect(linksOf(PLACES, ids, null, '2026-11-27').trace_url).toBeUndefined();
  expect(linksOf({ ...PLACES, traceUrlTemplate: JAEGER }, ids, null, '2026-11-27').trace_url).toBe(
    `https://jaeger.example/trace/${ids.traceId}?uiEmbed=v0&again=${ids.traceId}`,
  );
});

it('names the traces that the client itself sent, once each, from spans of our own alone', () => {
  const forged = 'f'.repeat(32);
  const spans = [
    span(true, CLIENT, CLIENT),
    span(false, forged),
    span(true, '0'.repeat(32), '"><b>'),
  ];
  expect(clientTraces(PLACES, spans)).toEqual([{ trace_id: CLIENT, url: undefined }]);
  const [one] = clientTraces({ ...PLACES, traceUrlTemplate: JAEGER }, spans);
  expect(one?.url).toContain(`/trace/${CLIENT}?`);
  const many = Array.from({ length: 9 }, (_, n) => span(true, `${n}`.padStart(32, 'a')));
  expect(clientTraces(PLACES, many)).toHaveLength(3);
});
