import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchange, only } from '../../../testkit/clients/public-api-raw.ts';
import { withKey } from '../../../testkit/contract/contract-bytes.ts';
import { HTTP_ROWS } from '../../../testkit/contract/contract-http-rows.ts';
import { REQUEST_ROWS } from '../../../testkit/contract/contract-request-rows.ts';
import { errorsReference } from '../../../testkit/contract/errors-reference.ts';
import { openPublicDesk, type PublicDesk } from '../../../testkit/desks/public-api-desk.ts';

let desk: PublicDesk;
let key: string;

beforeAll(async () => {
  desk = await openPublicDesk();
  key = (await desk.mint(await desk.org())).secret;
});

afterAll(() => desk.close());

describe('what the client sent', () => {
  it.each([...HTTP_ROWS, ...REQUEST_ROWS].map((row) => ({ what: row[0], row })))(
    '$what',
    async ({ row: [, bytes, code, cause, options] }) => {
      const answer = await only(desk, bytes(key), options);
      expect([answer.code, answer.cause]).toEqual([code, cause]);
      expect(answer.headers.get('link')).toBe(`</docs/errors#${code}>; rel="help"`);
      expect(answer.message).toMatch(/[.?]$/);
      expect(desk.lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
    },
  );

  it.each([
    ['an upgrade', 'upgrade: websocket\r\nconnection: upgrade\r\n'],
    [
      'HTTP/2 offered',
      'upgrade: h2c\r\nconnection: upgrade, http2-settings\r\nhttp2-settings: AAMAAABk\r\n',
    ],
    ['100-continue', 'expect: 100-continue\r\n'],
    ['a body on GET', 'content-length: 2\r\n\r\n{}'],
  ])('answers normally to %s', async (_what, more) => {
    const text = `GET /public/v1/meetings HTTP/1.1\r\n${withKey(key)}${more}${more.endsWith('}') ? '' : '\r\n'}`;
    expect((await only(desk, [text])).status).toBe(200);
  });

  it('answers every request of a pipeline in order, and then what is broken', async () => {
    const one = `GET /public/v1/meetings/mtg_00000000000000000000 HTTP/1.1\r\n${withKey(key)}\r\n`;
    const answers = await exchange(desk.port, [`${one}${one}BROKEN\r\n\r\n`]);
    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 400]);
    const ids = answers.map((answer) => answer.headers.get('x-request-id'));
    expect(new Set(ids).size).toBe(3);
  });
});

it('keeps docs/errors.md as the table says', () => {
  const file = join(import.meta.dirname, '../../../docs/errors.md');
  expect(readFileSync(file, 'utf8'), 'run `node bench/contract-table.ts`').toBe(errorsReference());
});
