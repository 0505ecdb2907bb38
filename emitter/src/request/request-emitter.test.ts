import { INVALID_SPAN_CONTEXT, trace } from '@opentelemetry/api';
import { hasForm } from '@request-desk/shared/id-form';
import pino from 'pino';
import { expect, it } from 'vitest';
import { CHARGES_PROFILE as profile } from '../../../testkit/profiles/charges.ts';
import { newCounters } from '../counters.ts';
import { RequestIdGenerator } from './id-generator.ts';
import { RequestEmitter } from './request-emitter.ts';
import { RequestIds } from './request-ids.ts';
import { keepsChildren } from './span-processor.ts';

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

it('starts spans of the parts of a request only where its outcome keeps them', async () => {
  const started: string[] = [];
  const ids = new RequestIds(profile.request_id);
  const emitter = new RequestEmitter({
    tracer: {
      startSpan: (name) => {
        started.push(name);
        return trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
      },
      startActiveSpan: broken,
    },
    events: { emit: () => undefined, enabled: () => true },
    profile,
    ids,
    generator: new RequestIdGenerator(ids),
    log: pino({ level: 'silent' }),
    counters: newCounters(),
    now: Date.now,
    print: () => undefined,
  });
  async function answered(status: number, keeps: boolean): Promise<readonly string[]> {
    for (;;) {
      started.length = 0;
      const active = emitter.begin({ method: 'GET', url: '/a', route: '/a' });
      await active.child('work', () => 7);
      active.ready(status);
      emitter.emit(active);
      await active.child('afterwards', () => 7);
      if (keepsChildren(active.traceId, status) === keeps) return [...started];
    }
  }
  expect(await answered(200, false)).toEqual(['GET /a']);
  expect(await answered(200, true)).toEqual(['GET /a', 'work', 'afterwards']);
  expect(await answered(404, true)).toEqual(['GET /a', 'work', 'afterwards']);
});
