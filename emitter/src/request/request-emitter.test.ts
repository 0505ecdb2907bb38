import { hasForm } from '@request-desk/shared/id-form';
import pino from 'pino';
import { expect, it } from 'vitest';
import { CHARGES_PROFILE as profile } from '../../../testkit/profiles/charges.ts';
import { newCounters } from '../counters.ts';
import { RequestIdGenerator } from './id-generator.ts';
import { RequestEmitter } from './request-emitter.ts';
import { RequestIds } from './request-ids.ts';

const broken = (): never => {
  throw new Error('OpenTelemetry is broken');
};

it('mints a true id, runs the work and prints the event when OpenTelemetry is broken', async () => {
  const printed: string[] = [];
  const counters = newCounters();
  const ids = new RequestIds(profile.request_id);
  const emitter = new RequestEmitter({
    tracer: { startSpan: broken, startActiveSpan: broken },
    events: { emit: broken, enabled: () => true },
    profile,
    ids,
    generator: new RequestIdGenerator(ids),
    log: pino({ level: 'silent' }),
    counters,
    now: () => 1_700_000_000_000,
    print: (line) => void printed.push(line),
  });
  const active = emitter.begin({ method: 'GET', url: '/a?b=c', route: '/a' });
  expect(hasForm(profile.request_id, active.requestId)).toBe(true);
  expect(active.span.spanContext().traceId).toBe(active.traceId);
  expect(await active.child('work', () => 7)).toBe(7);
  emitter.explain(active, 'key_revoked');
  emitter.explain(active, 'exception');
  active.ready(404);
  emitter.emit(active);
  emitter.emit(active);
  expect(counters).toMatchObject({ requests: 1, errors: 1, faults: 1 });
  expect(printed).toHaveLength(1);
  expect(JSON.parse(printed[0] ?? '').event).toMatchObject({
    requestId: active.requestId,
    path: '/a',
    status: 404,
    code: 'who_are_you',
    cause: 'cancelled',
  });
});
