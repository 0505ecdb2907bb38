import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HOUR_MS } from '@request-desk/shared/durations';
import { afterEach, expect, it } from 'vitest';
import { ReceiverClock, readReceiverClock } from './receiver-clock.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A receiver whose clock is an hour ahead, or that answers with `status`. */
async function receiver(status = 200) {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, answer) => {
    asked.push(`${request.url} ${request.headers.authorization}`);
    answer.writeHead(status, { 'content-type': 'application/json' });
    const at = Date.now() + HOUR_MS;
    answer.end(JSON.stringify(status === 200 ? { lower_ms: at - 5, upper_ms: at + 5 } : {}));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  closing.push(() => server.close());
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function open(read: () => ReturnType<typeof readReceiverClock>) {
  const clocks = { monotonic: () => performance.now(), wall: Date.now };
  const clock = await ReceiverClock.open({ ...clocks, read });
  closing.push(() => clock.stop());
  return clock;
}

it('is the clock of the receiver, within its round trip', async () => {
  const { asked, url } = await receiver();
  const before = Date.now() + HOUR_MS;
  const clock = await open(() => readReceiverClock(`${url}/`, 'secret'));
  const after = Date.now() + HOUR_MS;
  expect(asked).toEqual(['/request-desk/clock Bearer secret']);
  expect(clock.kind).toBe('reference');
  expect(clock.lower()).toBeLessThanOrEqual(after + 5);
  expect(clock.upper()).toBeGreaterThanOrEqual(before - 5);
  expect(clock.upper() - clock.lower()).toBeGreaterThanOrEqual(10);
});

it.each([
  ['a collector', 404],
  ['a wrong token', 401],
])('is this machine’s own where nobody tells another: %s', async (_, status) => {
  const { url } = await receiver(status);
  const clock = await open(() => readReceiverClock(url, undefined));
  expect(clock.kind).toBe('wall');
  expect(Math.abs(clock.lower() - Date.now())).toBeLessThan(1_000);
});

it('does not hold a start up when nobody answers', async () => {
  const server = createServer(() => undefined).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  closing.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  const { port } = server.address() as AddressInfo;
  const clock = await open(() => readReceiverClock(`http://127.0.0.1:${port}`, undefined));
  expect(clock.kind).toBe('wall');
});
