import { expect, it } from 'vitest';
import { ClientNames } from './client-name.ts';

const names = new ClientNames('charges-api');

it.each([
  [
    'charges-node/2.3.1 (linux; x64) undici/6',
    { userAgent: 'charges-node/2.3.1 undici/6', client: 'charges-node', clientVersion: '2.3.1' },
  ],
  [
    'axios/1.6.0 charges-python/0.9',
    { userAgent: 'axios/1.6.0 charges-python/0.9', client: 'charges-python', clientVersion: '0.9' },
  ],
  ['curl/8.5.0', { userAgent: 'curl/8.5.0', client: 'curl', clientVersion: '8.5.0' }],
  [
    'Mozilla/5.0 (X11; hunter2) Chrome/130.0',
    { userAgent: 'Mozilla/5.0 Chrome/130.0', client: 'browser' },
  ],
  ['node', { userAgent: 'node', client: 'node' }],
  ['a sentence with hunter2', { userAgent: 'a', client: 'a' }],
  ['<script>', {}],
  [undefined, {}],
])('reads %j', (userAgent, name) => expect(names.of(userAgent)).toEqual(name));
