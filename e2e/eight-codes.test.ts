import { ATTR } from '@request-desk/shared/attributes';
import { traceIdOf } from '@request-desk/shared/ids';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { supportClient } from '../testkit/clients/support-client.ts';
import { type Desk, startDesk } from '../testkit/desks/desk-process.ts';
import { type Provoked, provoker } from '../testkit/traffic/provoke.ts';

let desk: Desk;
let eight: Provoked[];

beforeAll(async () => {
  desk = await startDesk({ args: ['--demo', '--rate', '2'] });
  const provoke = await provoker(desk);
  const [internalError, seven] = await Promise.all([provoke.internalError(), provoke.seven()]);
  eight = [...seven, internalError];
});

afterAll(() => desk?.stop());

it.each([0, 1, 2, 3, 4, 5, 6, 7])(
  'code %i is the same in answer, event, span and log',
  async (n) => {
    const provoked = eight[n];
    if (provoked === undefined) throw new Error('it was not provoked');
    const { code, cause, status, requestId } = provoked;
    expect(provoked.header).toBe(requestId);
    const dossier = await supportClient(desk).settled(requestId);
    expect(dossier.trace_id).toBe(traceIdOf(requestId));
    expect(dossier.request).toMatchObject({
      code,
      cause,
      status,
      org: provoked.orgId,
      key_prefix: provoked.keyPrefix,
      message: provoked.message,
    });
    const server = dossier.spans.find((span) => span.kind === 'Server');
    expect(server?.attributes[ATTR.status]).toBe(String(status));
    expect(server?.status).toBe(status >= 500 ? 'Error' : 'Unset');
    expect(dossier.logs.some((log) => log.body.includes(code) || log.body.includes('failed'))).toBe(
      true,
    );
    expect(dossier.verdict.claims.length).toBeGreaterThan(0);
    expect(dossier.reply?.long).toContain(requestId);
  },
);
