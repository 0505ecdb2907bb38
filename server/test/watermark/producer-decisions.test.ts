import { ATTR, WATERMARK_EVENT } from '@request-desk/shared/attributes';
import { HOUR_MS } from '@request-desk/shared/durations';
import pino from 'pino';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { type LookupDesk, openLookupDesk } from '../../../testkit/desks/lookup-desk.ts';
import { NO_TRAIL, OPEN_ACCESS } from '../../../testkit/desks/open-access.ts';
import { poll } from '../../../testkit/poll.ts';
import { PRODUCERS_USAGE, producersCommand } from '../../src/cli/producers-command.ts';
import { buildConsole } from '../../src/console/console-app.ts';
import { producerRoutes } from '../../src/console/producer-routes.ts';
import { MEETSO_PROFILE } from '../../src/meetso/profile.ts';
import { absenceAt } from '../../src/watermark/completeness.ts';

let desk: LookupDesk;
let close: () => Promise<void>;
let url: string;

beforeAll(async () => {
  desk = await openLookupDesk();
  const { watermark, producers } = desk;
  const app = await buildConsole({
    log: pino({ level: 'silent' }),
    profile: MEETSO_PROFILE,
    directory: undefined,
    access: OPEN_ACCESS,
    trail: NO_TRAIL,
    host: '127.0.0.1',
    staticDir: '/nowhere',
    probe: () => ({ ready: true, status: 'ok' }),
    register: async (api) => void (await api.register(producerRoutes, { watermark, producers })),
  });
  url = await app.listen({ host: '127.0.0.1', port: 0 });
  close = () => app.close();
});

afterAll(async () => {
  await close();
  await desk.close();
});

async function command(args: string, at = url) {
  const [name, ...rest] = args.split(' ');
  const said = { out: '', err: '' };
  const code = await producersCommand(name === 'store' ? 'store' : 'producers', rest, {
    url: at,
    token: undefined,
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
  });
  return { code, ...said };
}

/** A record that counts more errors than are stored. */
async function heard(producer: string, failed: number, number = 1): Promise<void> {
  const attributes = {
    [ATTR.producerId]: producer,
    [ATTR.producerEpoch]: '1',
    [ATTR.watermarkNumber]: String(number),
    [ATTR.watermarkAt]: String(Date.now()),
    [ATTR.watermarkFailed]: String(failed),
    [ATTR.watermarkSucceeded]: '0',
    [ATTR.watermarkClock]: 'reference',
    [ATTR.watermarkState]: 'running',
    [ATTR.watermarkRoles]: 'api',
  };
  await desk.clickhouse.command(
    `INSERT INTO otel_logs (Timestamp, EventName, LogAttributes)
     VALUES (now64(9), {event: String}, {attributes: Map(String, String)})`,
    { event: WATERMARK_EVENT, attributes },
  );
}

it('says what is wrong with a command, and that the console is away', async () => {
  for (const wrong of [
    'producers retire prd_a',
    'producers drop prd_a --reason x',
    'store accept',
    'producers retire --reason x',
    'producers --verbose',
  ])
    expect(await command(wrong), wrong).toEqual({ code: 2, out: '', err: PRODUCERS_USAGE });
  expect(await command('producers', 'http://127.0.0.1:9')).toMatchObject({
    code: 5,
    err: expect.stringContaining('does not answer: is Request Desk running there?'),
  });
});

it('refuses decisions about what is not there', async () => {
  expect(await command('producers retire prd_none --reason gone')).toMatchObject({
    code: 3,
    err: expect.stringContaining('no such producer'),
  });
  expect(await command('producers accept prd_none --reason gone')).toMatchObject({
    code: 3,
    err: expect.stringContaining('no gap'),
  });
  expect(await command('store accept --reason fine')).toMatchObject({
    code: 3,
    err: expect.stringContaining('accepted already'),
  });
  expect(await command('producers retire prd_none --reason  ')).toMatchObject({ code: 3 });
});

it('shows a gap, passes it when it is accepted, and says so from then on', async () => {
  await desk.producers.register('prd_a', ['api'], 'api-1', 1);
  await heard('prd_a', 3);
  const gap = await poll('the gap', async () => {
    const { out } = await command('producers list');
    return out.includes('missing failed 1-3') ? out : undefined;
  });
  expect(gap).toMatch(/^incomplete: [\s\S]*prd_a {2}behind {2}api-1 \(api\)/);
  const accepted = await command('producers accept prd_a --reason burnt');
  expect(accepted.code).toBe(0);
  expect(accepted.out).toMatch(/3 errors that a process \(api-1, prd_a\) .* never arrived/);
  expect(accepted.out).not.toContain('missing failed');
  expect(await desk.producers.decisions()).toMatchObject([
    { producerId: 'prd_a', action: 'accept', reason: 'burnt' },
  ]);
});

it('waits no more for a process that is retired', async () => {
  await desk.producers.register('prd_b', ['api'], 'api-2', 1);
  const alive = await command('producers retire prd_b --reason scrapped');
  expect(alive).toMatchObject({ code: 3, err: expect.stringContaining('is alive') });
  await untilLost('prd_b');
  const retired = await command('producers retire prd_b --reason scrapped');
  expect(retired.code).toBe(0);
  expect(retired.out).toMatch(/prd_b {2}retired/);
  expect(retired.out).toMatch(/api-2, prd_b\) was retired at .* \(scrapped\)/);
  expect(await command('producers retire prd_b --reason again')).toMatchObject({ code: 3 });
});

it('waits again for a retired process that is heard from: it was only cut off', async () => {
  await desk.producers.register('prd_c', ['api'], 'api-3', 1);
  await heard('prd_c', 0);
  await untilLost('prd_c');
  expect((await command('producers retire prd_c --reason burnt')).out).toMatch(/prd_c {2}retired/);
  const absence = async () => absenceAt(await desk.watermark.look(), Date.now() + HOUR_MS);
  expect(JSON.stringify(await absence())).not.toContain('prd_c');
  await heard('prd_c', 0, 2);
  expect((await command('producers list')).out).toMatch(/prd_c {2}(current|behind)/);
  expect(JSON.stringify(await absence())).toContain('prd_c');
  expect(await desk.producers.find('prd_c')).toMatchObject({ retiredAt: null, retiredBy: null });
  expect((await command('producers list')).out).toContain('prd_c) was retired at');
});

/** Passes time without a word from it, as a console does that looks every few seconds. */
async function untilLost(producer: string): Promise<void> {
  const real = performance.now.bind(performance);
  let passed = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => real() + passed);
  onTestFinished(() => clock.mockRestore());
  for (const end = 200_000; passed < end; passed += 10_000) {
    const { producers } = await desk.watermark.look();
    if (producers.find(({ id }) => id === producer)?.state === 'lost') return;
  }
  throw new Error(`${producer} is not lost`);
}
