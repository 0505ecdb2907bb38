import { expect, it } from 'vitest';
import { safeHref } from './safe-href.ts';

it.each([
  ['https://sentry.example/x', undefined, 'https://sentry.example/x'],
  [
    '/docs/errors#no_parcel',
    'http://127.0.0.1:8080',
    'http://127.0.0.1:8080/docs/errors#no_parcel',
  ],
  ['javascript:alert(1)', undefined, undefined],
  ['data:text/html,x', 'http://a', undefined],
  ['not a url', undefined, undefined],
  [null, undefined, undefined],
  ['', 'http://a', undefined],
])('%s from %s links to %s', (address, base, href) => expect(safeHref(address, base)).toBe(href));
