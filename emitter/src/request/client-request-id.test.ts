import { describe, expect, it } from 'vitest';
import { clientRequestIdOf } from './client-request-id.ts';

describe("a client's own id of its call", () => {
  it.each(['a', 'order-4711', '0b9c1f1e-8f5d-4a7c-9c1f-1e8f5d4a7c9c', 'x'.repeat(128), 'a.b:c_d'])(
    'is kept: %s',
    (id) => expect(clientRequestIdOf(id)).toBe(id),
  );
  it.each([
    '',
    ' a',
    'a b',
    'a, b',
    'ä',
    'a\tb',
    '<b>',
    'x'.repeat(129),
    undefined,
    ['a', 'b'],
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV',
  ])('is left out where it has another form or is a secret: %s', (id) => {
    expect(clientRequestIdOf(id)).toBeUndefined();
  });
});
