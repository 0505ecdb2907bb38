import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { stallTolerantTimeout, withStallTolerantTimeout } from './stall-tolerant-timeout.ts';

function stall(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}

it('reads what has arrived while the event loop stood still, before it is called late', async () => {
  // Answers each byte with one, and takes three exchanges in all.
  const server = createServer((socket) => socket.on('data', (bytes) => socket.write(bytes)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const socket = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1');
  await once(socket, 'connect');
  const exchanges = async () => {
    for (let i = 0; i < 3; i++) {
      socket.write('x');
      await once(socket, 'data');
    }
    return 'answered';
  };
  const answer = withStallTolerantTimeout(100, exchanges(), () => 'late');
  stall(300);
  expect(await answer).toBe('answered');
  socket.destroy();
  server.close();
});

it('is on time when the loop is, and bounded when it never is', async () => {
  const began = performance.now();
  const took = new Promise<number>((resolve) => {
    stallTolerantTimeout(200, () => resolve(performance.now() - began));
  });
  expect(await took).toBeLessThan(600);
  let fired = false;
  stallTolerantTimeout(50, () => {
    fired = true;
  });
  for (let i = 0; i < 20 && !fired; i++) {
    stall(180);
    await pause(1);
  }
  expect(fired).toBe(true);
});

it('is called no more once it was cancelled', async () => {
  let fired = false;
  const cancel = stallTolerantTimeout(20, () => {
    fired = true;
  });
  cancel();
  await pause(60);
  expect(fired).toBe(false);
});
