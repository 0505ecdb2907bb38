import { afterEach, expect, it, vi } from 'vitest';
import { storedValue } from './stored-value.ts';

const define = () =>
  storedValue<readonly number[]>({
    kind: 'local',
    key: 'test.numbers',
    parse: (text) => JSON.parse(text ?? '[]'),
    format: (numbers) => (numbers.length === 0 ? null : JSON.stringify(numbers)),
  });

afterEach(() => {
  vi.restoreAllMocks();
  localStorage.clear();
});

it('keeps a value, says when it changes, and is the same object until then', () => {
  const [numbers, other] = [define(), define()];
  const changed = vi.fn();
  const stop = numbers.subscribe(changed);
  numbers.write([1, 2]);
  expect(numbers.read()).toEqual([1, 2]);
  expect(numbers.read()).toBe(numbers.read());
  expect(other.read()).toEqual([1, 2]);
  stop();
  numbers.write([]);
  expect(changed).toHaveBeenCalledTimes(1);
  expect([numbers.read(), localStorage.length]).toEqual([[], 0]);
});

it('takes what it cannot read for nothing', () => {
  localStorage.setItem('test.numbers', 'not JSON');
  expect(define().read()).toEqual([]);
});

it('lasts until the page is reloaded where the storage is blocked', () => {
  vi.spyOn(globalThis, 'localStorage', 'get').mockImplementation(() => {
    throw new DOMException('blocked', 'SecurityError');
  });
  const numbers = define();
  expect(numbers.read()).toEqual([]);
  numbers.write([3]);
  expect(numbers.read()).toEqual([3]);
});
