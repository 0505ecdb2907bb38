import { createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';
import { expect, it } from 'vitest';
import { ChainedContext } from './chained-context.ts';

const [A, B] = [createContextKey('a'), createContextKey('b')];

it('holds what was put into it and into those before it', () => {
  const first = new ChainedContext(ROOT_CONTEXT.setValue(B, 0), A, 1);
  const second = first.setValue(B, 2);
  expect([first.getValue(A), first.getValue(B)]).toEqual([1, 0]);
  expect([second.getValue(A), second.getValue(B)]).toEqual([1, 2]);
});

it('forgets a value only in the context that comes of it', () => {
  const first = new ChainedContext(ROOT_CONTEXT, A, 1);
  expect(first.deleteValue(A).getValue(A)).toBeUndefined();
  expect(first.getValue(A)).toBe(1);
});
