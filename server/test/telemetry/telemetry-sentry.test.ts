import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { traceIdOf } from '@request-desk/shared/ids';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDesk, type TelemetryDesk } from '../../../testkit/desks/telemetry-desk.ts';
import { ApiError } from '../../src/meetso/api-error.ts';

const KEY = `mts_live_${'Canary0123456789'.repeat(2)}`;
const envelopes: string[] = [];
let sink: Server;
let desk: TelemetryDesk;

beforeAll(async () => {
  sink = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    envelopes.push(`${request.url}\n${Buffer.concat(chunks).toString()}`);
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await new Promise((listening) => sink.once('listening', listening));
  const { port } = sink.address() as AddressInfo;
  desk = await openDesk((app) => {
    app.get('/boom', (request) =>
      request.telemetry.child('load', () => {
        request.telemetry.event.orgId = 'org_a';
        const reason = new Error(`login postgres://desk:hunter22@db/x failed for ada@example.com`);
        throw new TypeError(`cannot use ${KEY}`, { cause: reason });
      }),
    );
    app.get('/none', () => {
      throw new ApiError('not_found', { cause: 'absent', message: 'None' });
    });
  }, `http://public@127.0.0.1:${port}/42`);
});

afterAll(async () => {
  await desk.close();
  sink.close();
});

const call = (path: string) =>
  fetch(`http://127.0.0.1:${desk.port}${path}`, { headers: { authorization: `Bearer ${KEY}` } });

it('sends an unexpected exception in our trace, under the id that the event keeps', async () => {
  const response = await call('/boom?secret=hush');
  const requestId = response.headers.get('x-request-id') ?? '';
  await expect.poll(() => envelopes.length, { timeout: 5000 }).toBe(1);
  const [url, , , payload = ''] = (envelopes[0] ?? '').split('\n');
  expect(url).toMatch(/^\/api\/42\/envelope\//);
  const sent = JSON.parse(payload);
  const event = desk.spool
    .events()
    .find((e) => e.attributes['request_desk.request.id'] === requestId);
  expect(event?.attributes['request_desk.sentry.event_id']).toBe(sent.event_id);
  expect(sent.contexts.trace.trace_id).toBe(traceIdOf(requestId));
  expect(sent.contexts.trace.span_id).toBe(event?.spanId);
  expect(sent.tags).toMatchObject({
    request_id: requestId,
    error_code: 'internal_error',
    org: 'org_a',
  });
  expect(sent.release).toBe('1.2.3');
  for (const secret of ['Canary0123', 'hunter22', 'ada@example.com', 'secret=hush', 'uthorization'])
    expect(envelopes[0]).not.toContain(secret);
  expect(sent.request).toBeUndefined();
});

it('sends nothing for a known fault, and not every copy of one exception', async () => {
  await call('/none');
  for (let n = 0; n < 14; n++) await call('/boom');
  await expect.poll(() => envelopes.length, { timeout: 5000 }).toBe(10);
  expect(desk.telemetry.counters()).toMatchObject({ sentryEvents: 10, sentrySuppressed: 5 });
});
