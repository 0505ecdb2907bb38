import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { faultOfTerminal } from '../../../testkit/payloads/detectors.ts';
import { escapeControls } from './escape-controls.ts';

const CLI = join(import.meta.dirname, 'request-desk.ts');
const HOSTILE = 'a\u001b]0;x\u0007\u009b31m\u202e\r\n\tü';

it('leaves nothing that a terminal acts on, and JSON as it is', () => {
  expect(escapeControls(HOSTILE)).toBe('a\\u001b]0;x\\u0007\\u009b31m\\u202e\\u000d\n\tü');
  const json = JSON.stringify({ [HOSTILE]: HOSTILE });
  expect(faultOfTerminal(escapeControls(json))).toBeUndefined();
  expect(JSON.parse(escapeControls(json))).toEqual({ [HOSTILE]: HOSTILE });
});

it.each([
  ['text/plain', HOSTILE],
  ['application/json', JSON.stringify({ items: [], suggestions: [], ignored: 0 })],
])('so it is with what another server answers to the command line (%s)', async (type, body) => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': type }).end(body);
  }).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const args = [CLI, 'lookup', '--url', url, '--wait', '0', 'req_0123456789abcdef'];
    const ended = await promisify(execFile)(process.execPath, args).catch((error) => error);
    expect(ended.code).toBeGreaterThan(0);
    expect(ended.stderr).not.toBe('');
    expect(faultOfTerminal(ended.stdout + ended.stderr)).toBeUndefined();
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
