import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { openPublicDesk } from '../../../testkit/desks/public-api-desk.ts';

const ABSENT = '/public/v1/meetings/mtg_00000000000000000000';

it('answers what was sent on kept connections before they were closed', async () => {
  const desk = await openPublicDesk();
  const { secret } = await desk.mint(await desk.org());
  const call = `GET ${ABSENT} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${secret}\r\n\r\n`;
  const kept = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const socket = connect({ port: desk.port, host: '127.0.0.1' });
      socket.write(call);
      await once(socket, 'data');
      return socket;
    }),
  );
  const answers = kept.map(async (socket) => {
    socket.write(call);
    const [answer] = await once(socket, 'data', { signal: AbortSignal.timeout(3_000) });
    return String(answer).split('\r\n', 1)[0];
  });
  const [lines] = await Promise.all([Promise.allSettled(answers), desk.close()]);
  const served = expect.stringMatching(/^HTTP\/1\.1 (?:404|500) /);
  expect(lines).toEqual(kept.map(() => ({ status: 'fulfilled', value: served })));
});
