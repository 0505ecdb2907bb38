import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openPublicDesk } from '../../../testkit/desks/public-api-desk.ts';
import { freePort } from '../../../testkit/engines/clickhouse-server.ts';
import { NGINX, startConfigured } from '../../../testkit/engines/nginx.ts';

const CONFIG = readFileSync(join(import.meta.dirname, '../../../deploy/nginx/nginx.conf'), 'utf8');

/** The shipped configuration of the API, its two processes at two ports instead of two addresses. */
function configuration(port: number, processes: readonly number[]): string {
  const servers = processes.map((one) => `server 127.0.0.1:${one};`).join(' ');
  return CONFIG.replace('http {', `http { upstream pair { ${servers} }`)
    .replace('listen 8080', `listen 127.0.0.1:${port}`)
    .replace(/server \{\s+listen (?:4318|8081);[\s\S]*?\n {2}\}\n/g, '')
    .replace('proxy_pass http://$api:8080', 'proxy_pass http://pair');
}

describe.skipIf(!existsSync(NGINX))('an API process that ends behind nginx', () => {
  it('costs no call, though it finishes a long one and nginx was not notified', async () => {
    const begun = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const ending = await openPublicDesk({ balanced: true }, (meetings) => {
      const list = meetings.list.bind(meetings);
      return Object.assign(Object.create(meetings), {
        async list(...asked: Parameters<typeof list>) {
          begun.resolve();
          await finish.promise;
          return await list(...asked);
        },
      });
    });
    // One process holds one emitter: the other is a stand-in, which answers as the API does without a key.
    const staying = createServer(({ url: asked }, response) =>
      response.writeHead(asked === '/healthz' ? 200 : 401).end(),
    );
    staying.listen(0, '127.0.0.1');
    await once(staying, 'listening');
    const { port: other } = staying.address() as AddressInfo;
    const port = await freePort();
    const nginx = await startConfigured(configuration(port, [ending.port, other]), port);
    const { secret } = await ending.mint(await ending.org());
    const long = ending.call('/public/v1/meetings', { key: secret });
    await begun.promise;
    const closed = ending.app.close();
    // Beyond what was on its way.
    await pause(300);
    const url = `http://127.0.0.1:${port}/public/v1/meetings`;
    const answers = [];
    for (let n = 0; n < 20; n++) {
      const method = n % 2 === 0 ? 'GET' : 'POST';
      const body = method === 'POST' ? { body: '{}' } : {};
      answers.push((await fetch(url, { method, ...body })).status);
    }
    expect(answers).toEqual(answers.map(() => 401));
    finish.resolve();
    expect((await long).status).toBe(200);
    await closed;
    await nginx.stop();
    await ending.close();
    staying.close();
  }, 60_000);
});
