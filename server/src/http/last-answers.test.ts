import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { LastAnswers } from './last-answers.ts';

/** Connects and asks while the thread that listens is busy; says what came. */
const CLIENT = `
  const { workerData: { port, sent }, parentPort } = require('node:worker_threads');
  const socket = require('node:net').connect(port, '127.0.0.1');
  let said = '';
  socket.on('data', (bytes) => { said += bytes; });
  socket.on('error', (error) => { said += error.code; });
  socket.on('close', () => parentPort.postMessage(said));
  socket.write('GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n', () => Atomics.notify(sent, 0, Atomics.store(sent, 0, 1)));
`;

it('answers who connected while the process was too busy to notice', async () => {
  const app = Fastify({ return503OnClosing: false });
  new LastAnswers().watch(app);
  app.get('/', async () => 'here');
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const sent = new Int32Array(new SharedArrayBuffer(4));
  const client = new Worker(CLIENT, { eval: true, workerData: { port, sent } });
  const said = once(client, 'message');
  await once(client, 'online');
  Atomics.wait(sent, 0, 0, 5_000);
  expect(sent[0]).toBe(1);
  await app.close();
  expect((await said)[0]).toMatch(/^HTTP\/1\.1 200 OK.*connection: close.*here$/is);
  await client.terminate();
});
