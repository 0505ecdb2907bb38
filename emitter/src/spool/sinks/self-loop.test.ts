import { hostname, networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { SpoolUnusable } from '../spool-directory.ts';
import { refuseSelfLoop } from './self-loop.ts';

const outside = Object.values(networkInterfaces())
  .flatMap((all) => all ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;

describe('an endpoint that is our own listener', () => {
  it.each<[string, string]>([
    ['http://127.0.0.1:4318', '127.0.0.1'],
    ['http://localhost:4318/', '127.0.0.1'],
    ['http://LOCALHOST:4318/otlp/', 'localhost'],
    ['http://0.0.0.0:4318', '127.0.0.1'],
    ['http://127.0.0.1:4318', '0.0.0.0'],
    ['http://127.1:4318', '127.0.0.1'],
    ['http://[::1]:4318', '::'],
    ['http://[::ffff:127.0.0.1]:4318', '127.0.0.1'],
    [`http://${hostname()}:4318/v1`, '0.0.0.0'],
    [`http://${outside ?? '127.0.0.1'}:4318`, '0.0.0.0'],
  ])('is refused in one line: %s while we listen on %s', async (endpoint, host) => {
    const refused = refuseSelfLoop(endpoint, { host, port: 4318 });
    await expect(refused).rejects.toThrow(SpoolUnusable);
    await expect(refused).rejects.toThrow(
      /^OTEL_EXPORTER_OTLP_ENDPOINT[^\n]*deliver to itself[^\n]*$/,
    );
  });

  it.each([
    ['http://127.0.0.1:4319', '127.0.0.1', 4318],
    ['http://127.0.0.1', '127.0.0.1', 4318],
    ['http://192.0.2.1:4318', '0.0.0.0', 4318],
    ['http://no-such-host.invalid:4318', '0.0.0.0', 4318],
    ['http://127.0.0.1:4318', '127.0.0.1', 0],
  ])('is not %s while we listen on %s:%d', async (endpoint, host, port) => {
    await refuseSelfLoop(endpoint, { host, port });
  });
});
