import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { withAnswerTimeouts } from './answer-timeouts.ts';

// Begins its answer to the ping and does not end it, as a starved server does.
const server = createServer((_request, answer) => void answer.writeHead(200).write('O'));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
const url = `http://127.0.0.1:${port}`;
const answerTimeouts = { longestMs: 10_000, probeAfterMs: 1_000, probeWithinMs: 1_500 };
const uncaught: unknown[] = [];
const note = (error: unknown) => void uncaught.push(error);
process.on('unhandledRejection', note);

afterAll(() => {
  process.off('unhandledRejection', note);
  server.close();
  server.closeAllConnections();
});

it('waits on when the answer to its probe comes by halves, and ends no process', async () => {
  const work = () => setTimeout(3_500, 'done');
  expect(await withAnswerTimeouts(url, answerTimeouts, work)).toBe('done');
  expect(uncaught).toEqual([]);
});
