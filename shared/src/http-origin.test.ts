import { expect, it } from 'vitest';
import { httpOrigin } from './http-origin.ts';

it.each([
  ['127.0.0.1', 'http://127.0.0.1:8080'],
  ['::1', 'http://[::1]:8080'],
  ['desk.example', 'http://desk.example:8080'],
])('is the address of a listener on %s', (host, origin) => {
  expect(httpOrigin(host, 8080)).toBe(origin);
});
