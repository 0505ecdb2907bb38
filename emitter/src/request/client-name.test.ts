import { expect, it } from 'vitest';
import { clientName } from './client-name.ts';

it.each([
  ['meetso-node/2.3.1 (linux; x64) undici/6', { client: 'meetso-node', clientVersion: '2.3.1' }],
  ['axios/1.6.0 meetso-python/0.9', { client: 'meetso-python', clientVersion: '0.9' }],
  ['curl/8.5.0', { client: 'curl', clientVersion: '8.5.0' }],
  ['Mozilla/5.0 (X11) Chrome/130.0', { client: 'browser' }],
  ['node', { client: 'node' }],
  ['<script>', {}],
  [undefined, {}],
])('reads %j', (userAgent, name) => expect(clientName(userAgent)).toEqual(name));
