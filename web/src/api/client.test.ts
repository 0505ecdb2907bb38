import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { ApiFailure, call, callLines } from './client.ts';

/** Answers every call with these pieces of a body. */
function answerWith(pieces: readonly string[], status = 200) {
  const encoder = new TextEncoder();
  vi.stubGlobal(
    'fetch',
    async () =>
      new Response(
        new ReadableStream({
          start(controller) {
            for (const piece of pieces) controller.enqueue(encoder.encode(piece));
            controller.close();
          },
        }),
        { status, headers: { 'x-request-id': 'call_1' } },
      ),
  );
}
afterEach(() => vi.unstubAllGlobals());

describe('an answer of many lines', () => {
  it.each([
    ['whole lines', ['{"a":1}\n', '{"a":2}\n']],
    ['lines cut anywhere', ['{"a"', ':1}\n{"', 'a":2}']],
    ['blank lines and no last break', ['\n{"a":1}\n\n', '{"a":2}']],
  ])('is read from %s', async (_name, pieces) => {
    answerWith(pieces);
    const lines: unknown[] = [];
    await callLines('/x', { body: {} }, (line) => lines.push(line));
    expect(lines).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('fails with the id of the call when the server refuses', async () => {
    answerWith(['{"error":{"code":"store_unavailable","message":"Away."}}'], 503);
    const call = callLines('/x', { body: {} }, () => undefined);
    await expect(call).rejects.toThrow(ApiFailure);
    await expect(call).rejects.toMatchObject({
      message: 'Away.',
      requestId: 'call_1',
      status: 503,
    });
  });
});

describe('an answer of a newer console', () => {
  it('may have fields that this page does not know, also where a request may not', async () => {
    answerWith(['{"item":{"name":"a","newer":1},"newer":1}']);
    const schema = z.object({ item: z.strictObject({ name: z.string() }) });
    expect(await call('/x', { schema })).toEqual({ item: { name: 'a' } });
  });
});
