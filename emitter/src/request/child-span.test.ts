import { ROOT_CONTEXT, type Span, type Tracer, trace } from '@opentelemetry/api';
import { beforeEach, expect, it } from 'vitest';
import { ChildSpan } from './child-span.ts';

const AT_MS = 1_700_000_000_000;
const TRACE = '0af7651916cd43dd8448eb211c80319c';

let said: string[];
let spans = 0;
const tracer: Tracer = {
  startSpan: (name, options, parent) => {
    const within = parent && trace.getSpanContext(parent)?.spanId;
    said.push(`start ${name} at ${options?.startTime} in ${within ?? 'nothing'}`);
    return spanOf(name, `000000000000000${++spans}`);
  },
  startActiveSpan: () => undefined as never,
};

beforeEach(() => {
  said = [];
  spans = 0;
});

it('makes no span for work that nobody asks about', () => {
  const child = new ChildSpan(tracer, 'work', AT_MS, ROOT_CONTEXT);
  child.end(AT_MS + 5);
  expect(said).toEqual([]);
});

it('makes its span afterwards with the times and the failure that it had', () => {
  const child = new ChildSpan(tracer, 'work', AT_MS, ROOT_CONTEXT);
  child.fail(new TypeError('secret'));
  child.end(AT_MS + 5);
  child.span();
  child.span();
  expect(said).toEqual([
    'start work at 1700000000,0 in nothing',
    'work status TypeError',
    'work end 1700000000,5000000',
  ]);
});

it('makes it, and those around it, as soon as something within asks', () => {
  const outer = new ChildSpan(tracer, 'outer', AT_MS, ROOT_CONTEXT);
  const inner = new ChildSpan(tracer, 'inner', AT_MS + 1, outer);
  expect(trace.getSpanContext(inner)?.spanId).toBe('0000000000000002');
  inner.end(AT_MS + 2);
  outer.end(AT_MS + 3);
  expect(said).toEqual([
    'start outer at 1700000000,0 in nothing',
    'start inner at 1700000000,1000000 in 0000000000000001',
    'inner end 1700000000,2000000',
    'outer end 1700000000,3000000',
  ]);
});

function spanOf(name: string, spanId: string): Span {
  const plain = trace.wrapSpanContext({ traceId: TRACE, spanId, traceFlags: 1 });
  return Object.assign(Object.create(plain), {
    setStatus: ({ message }: { message?: string }) => said.push(`${name} status ${message}`),
    end: (at: unknown) => said.push(`${name} end ${at}`),
  });
}
