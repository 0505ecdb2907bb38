import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskProcess, startDesk } from '../../../testkit/desks/desk-process.ts';
import { type BlackHole, openBlackHole } from '../../../testkit/engines/black-hole.ts';
import {
  type PostgresServer,
  postgresMissing,
  startPostgres,
} from '../../../testkit/engines/postgres-server.ts';
import { poll } from '../../../testkit/poll.ts';
import { consoleCalls, type RouteCall } from '../../../testkit/walk/console-routes.ts';

const missing = postgresMissing();
/** What lookups may take while the control plane hangs, in milliseconds. */
const PROMPT_MS = 1_000;
const AT_ONCE = 6;
/** Lists of what the telemetry store has, and dossiers: they go on. */
const GOES_ON =
  /\/(requests\/likely|requests\/:id|requests|lookups|errors\/recent|requests\/(facets|histogram)|dashboard\/\w+|error-rates|codes|codes\/:code|profile|me|status)$/;

interface Answer extends RouteCall {
  readonly status: number;
  readonly ms: number;
  readonly text: string;
}

describe.skipIf(missing)(
  `the console without its control plane${missing ? ` (${missing})` : ''}`,
  () => {
    let server: PostgresServer;
    let hole: BlackHole;
    let desk: DeskProcess;
    let cookie = '';
    let calls: RouteCall[];

    beforeAll(async () => {
      server = await startPostgres();
      hole = await openBlackHole(server.port);
      const url = `postgres://desk@127.0.0.1:${hole.port}/desk`;
      desk = await startDesk({ env: { DATABASE_URL: url } });
      const form = new URLSearchParams({ token: desk.staffToken });
      const signedIn = await fetch(`${desk.consoleUrl}/login`, {
        method: 'POST',
        body: form,
        redirect: 'manual',
      });
      cookie = signedIn.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
      const key = `mts_live_${'a'.repeat(32)}`;
      const failed = await fetch(`${desk.apiUrl}/public/v1/meetings`, {
        headers: { authorization: `Bearer ${key}` },
      });
      const requests = failed.headers.get('x-request-id') ?? '';
      calls = consoleCalls({ requests });
      await poll('the request', async () => (await lookedUp()).status === 200 || undefined);
    }, 90_000);

    afterAll(async () => {
      hole?.restore();
      await desk?.stop();
      await hole?.close();
      await server?.close();
    }, 60_000);

    const lookup = () => calls.find(({ route }) => route === '/support/v1/requests/:id');
    const lookedUp = async () => ask(lookup() ?? fail(), 'session');

    async function ask(call: RouteCall, by: 'session' | 'token'): Promise<Answer> {
      const began = performance.now();
      const response = await fetch(desk.consoleUrl + call.path, {
        method: call.method,
        redirect: 'manual',
        headers: {
          ...(by === 'session' ? { cookie } : { authorization: `Bearer ${desk.staffToken}` }),
          ...(call.body ? { 'content-type': 'application/json' } : {}),
        },
        ...(call.body ? { body: JSON.stringify(call.body) } : {}),
        signal: AbortSignal.timeout(20_000),
      });
      const stream = response.headers.get('content-type')?.includes('event-stream');
      const text = stream ? '' : await response.text();
      if (stream) await response.body?.cancel();
      return { ...call, status: response.status, ms: performance.now() - began, text };
    }

    async function walk(by: 'session' | 'token', of = calls): Promise<Answer[]> {
      const left = of.filter(
        ({ route }) => !/^\/(login|logout|sidebar)|session|\/audit\/erase/.test(route),
      );
      const answers: Answer[] = [];
      const next = async () => {
        for (let call = left.shift(); call; call = left.shift()) answers.push(await ask(call, by));
      };
      await Promise.all(Array.from({ length: AT_ONCE }, next));
      return answers;
    }

    const described = (answers: readonly Answer[]) =>
      answers.map(
        ({ method, route, status, text }) => `${status} ${method} ${route} ${text.slice(0, 200)}`,
      );

    it('answers each route while it is there', async () => {
      const answers = await walk('token');
      expect(answers.length).toBeGreaterThan(70);
      const odd = answers.filter(({ status }) => ![200, 201, 204, 400, 404].includes(status));
      expect(described(odd)).toEqual([]);
      const unread = answers.filter(
        ({ method, route, status }) => method === 'GET' && !route.includes(':') && status !== 200,
      );
      expect(described(unread)).toEqual([]);
    }, 60_000);

    const ways: readonly [string, () => unknown, () => unknown][] = [
      ['hangs', () => hole.drop(), () => hole.restore()],
      ['is down', () => server.kill(), () => server.start()],
      [
        'was emptied',
        () => server.query('alter schema public rename to elsewhere'),
        () => server.query('alter schema elsewhere rename to public'),
      ],
    ];

    it.each(ways)(
      'that %s: looks up, refuses the rest clearly, and never fails',
      async (_way, go, back) => {
        await expect.poll(async () => (await lookedUp()).status).toBe(200);
        await go();
        try {
          const first = await lookedUp();
          expect([first.status, first.text]).toEqual([
            200,
            expect.stringContaining('control plane does not answer'),
          ]);
          const answers = [...(await walk('session')), ...(await walk('token'))];
          expect(
            described(answers.filter(({ status }) => status >= 500 && status !== 503)),
          ).toEqual([]);
          const clear = /"code":"(control_plane_unavailable|audit_unavailable)"/;
          expect(
            described(answers.filter(({ status, text }) => status === 503 && !clear.test(text))),
          ).toEqual([]);
          const going = answers.filter(
            ({ method, route }) =>
              (method === 'GET' || /l(ikely|ookups)$/.test(route)) && GOES_ON.test(route),
          );
          expect(going.length).toBeGreaterThan(20);
          expect(described(going.filter(({ status }) => status !== 200))).toEqual([]);
          const written = answers.filter(({ writes, status }) => writes && status < 300);
          expect(described(written)).toEqual([]);
          const took: number[] = [first.ms];
          for (let n = 0; n < 12; n++, await pause(150)) took.push((await lookedUp()).ms);
          took.sort((a, b) => a - b);
          console.log(
            `a lookup while Postgres ${_way}: p50 ${took[6]?.toFixed()} ms, max ${took.at(-1)?.toFixed()} ms`,
          );
          expect(took[6]).toBeLessThan(PROMPT_MS);
        } finally {
          await back();
        }
      },
      90_000,
    );

    it('never fails while it goes and comes', async () => {
      const reads = calls.filter(
        ({ method, route }) => method === 'GET' && !/export|csv|tail/.test(route),
      );
      const answers: Answer[] = [];
      let over = false;
      const flux = (async () => {
        for (let n = 0; n < 3; n++) {
          await pause(300);
          await server.kill();
          await pause(100);
          await server.start();
        }
        over = true;
      })();
      while (!over) answers.push(...(await walk('token', [...reads])));
      await flux;
      expect(described(answers.filter(({ status }) => status >= 500 && status !== 503))).toEqual(
        [],
      );
    }, 90_000);
  },
);

function fail(): never {
  throw new Error('no such route');
}
