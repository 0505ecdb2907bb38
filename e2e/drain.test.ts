import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startDesk } from '../testkit/desks/desk-process.ts';

const CALLS = '/public/v1/meetings';

/** A connection that has begun to ask; its headers' end is held back, so no answer can be early. */
async function halfAsked(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`GET ${CALLS} HTTP/1.1\r\nHost: a\r\n`);
  return socket;
}

async function textOf(socket: Socket): Promise<string> {
  let text = '';
  for await (const chunk of socket) text += chunk;
  return text;
}

function ask(url: string, agent: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => resolve(response.resume())).once('error', reject);
  });
}

/** A signal more would end it at once. */
async function ended(pid: number): Promise<void> {
  await expect.poll(() => isAlive(pid)).toBe(false);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it('says that it goes, serves on with Connection: close, then refuses and ends', async () => {
  const desk = await startDesk({ env: { DRAIN_SECONDS: '4', STOP_GRACE_SECONDS: '34' } });
  const agent = new Agent({ keepAlive: true });
  const port = Number(new URL(desk.apiUrl).port);
  const calls = `${desk.apiUrl}${CALLS}`;
  expect((await ask(calls, agent)).headers.connection).not.toBe('close');
  const half = await halfAsked(port);
  const began = performance.now();
  process.kill(desk.pid, 'SIGTERM');
  await expect.poll(async () => (await ask(`${desk.apiUrl}/readyz`, agent)).statusCode).toBe(503);
  for (const url of [desk.apiUrl, desk.consoleUrl, desk.otlpUrl]) {
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, ready.headers.get('connection')]).toEqual([503, 'close']);
    expect(await ready.json()).toMatchObject({ status: 'draining' });
  }
  while (performance.now() - began < 3_000) {
    // On connections from before and on new ones: answered as ever, for the last time on each.
    const answer = await ask(calls, agent);
    expect([answer.statusCode, answer.headers.connection]).toEqual([401, 'close']);
    await pause(100);
  }
  half.write('\r\n');
  expect(await textOf(half)).toMatch(/^HTTP\/1.1 401 [\s\S]*\r\nConnection: close\r\n/i);
  const broken = connect(port, '127.0.0.1').on('connect', () => broken.write('no HTTP\r\n\r\n'));
  expect(await textOf(broken)).toMatch(/^HTTP\/1.1 400 [\s\S]*\r\nconnection: close\r\n/);
  await ended(desk.pid);
  expect(performance.now() - began).toBeGreaterThan(4_000);
  await desk.stop();
  expect(desk.output()).toMatch(/serving on for 4 s, [\s\S]*Closed\./);
  agent.destroy();
});

it('ends at once at the second signal', async () => {
  const desk = await startDesk({ env: { DRAIN_SECONDS: '60' } });
  process.kill(desk.pid, 'SIGTERM');
  await expect.poll(desk.output).toContain('Closing:');
  const began = performance.now();
  process.kill(desk.pid, 'SIGTERM');
  await ended(desk.pid);
  expect(performance.now() - began).toBeLessThan(10_000);
  await desk.stop();
  expect(desk.output()).not.toContain('Closed.');
});
