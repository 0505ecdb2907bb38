import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { DeskProcess } from '../../testkit/desks/desk-process.ts';
import { answerIn, type RealClient } from './job.ts';
import { get, inWords, MEETINGS, type Scene } from './situation.ts';

const BODY = '{"title":"Last","starts_at":"2031-05-06T07:08:09Z","duration_minutes":30}';

/**
 * What each client gets from a desk that is shutting down and still has a request open, and once it has
 * ended. The open request must be answered, too.
 */
export async function draining(
  desk: DeskProcess,
  { apiUrl, key }: Scene,
  clients: readonly RealClient[],
): Promise<ReadonlyMap<string, string>> {
  const secret = await key();
  const port = Number(new URL(apiUrl).port);
  const held = connect(port, '127.0.0.1');
  let text = '';
  held.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk;
  });
  const ended = once(held, 'close');
  held.write(
    `POST ${MEETINGS} HTTP/1.1\r\nhost: api\r\nauthorization: Bearer ${secret}\r\n` +
      `content-type: application/json\r\ncontent-length: ${BODY.length}\r\n\r\n`,
  );
  await pause(500);
  const calls = [get(`${apiUrl}${MEETINGS}`, await key())];
  process.kill(desk.pid, 'SIGTERM');
  while (inWords(await asked(calls[0]?.url ?? '', secret)) !== '500 internal_error')
    await pause(20);
  const during = await Promise.all(clients.map((client) => client.run({ calls, atOnce: 1 })));
  held.write(BODY);
  await ended;
  if (!text.startsWith('HTTP/1.1 201 ')) throw new Error(`the open request got ${text}`);
  await desk.stop();
  const words = clients.map(async (client, at) => {
    const got = answerIn(during[at]?.[0]);
    const more = typeof got === 'string' ? [] : ['retry-after', 'connection'].map(got.header);
    const [after] = await client.run({ calls, atOnce: 1 });
    const gone = inWords(answerIn(after));
    return [
      client.name,
      `${inWords(got)} (Retry-After ${more[0]}, Connection ${more[1]}), then ${gone}`,
    ] as const;
  });
  return new Map(await Promise.all(words));
}

async function asked(url: string, key: string) {
  const response = await fetch(url, { headers: { authorization: `Bearer ${key}` } });
  const headers = Object.fromEntries(response.headers);
  return answerIn({ status: response.status, headers, text: await response.text() });
}
