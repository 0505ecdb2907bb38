import type { RequestEvent } from '@request-desk/fastify/request/request-event';
import type { DossierFound } from '@request-desk/shared/dossier';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LookupDesk, openLookupDesk } from '../../../testkit/desks/lookup-desk.ts';

const [SECOND, MINUTE] = [1_000, 60_000];
const NOW = Math.floor(Date.now() / MINUTE) * MINUTE;
const OUTAGE = { from: NOW - 40 * MINUTE, to: NOW - 25 * MINUTE };
let desk: LookupDesk;

beforeAll(async () => {
  desk = await openLookupDesk({ now: () => NOW });
});

afterAll(async () => {
  await desk.close();
});

const FAULT = {
  code: 'internal_error',
  cause: 'exception',
  status: 500,
  message: 'Something failed on our side.',
  exceptionType: 'StoreTimeout',
} as const;

/** Calls of a route from 40 minutes ago until now; a fifth fails during the outage, or for good. */
function traffic(route: string, everyMs: number, until: number): string {
  const call: Partial<RequestEvent> = { route, path: route, orgId: 'org_a', keyId: `key_${route}` };
  let id = '';
  let n = 0;
  for (let at = OUTAGE.from - 10 * MINUTE; at < NOW; at += everyMs) {
    const fails = at >= OUTAGE.from && at < until && n++ % 5 === 0;
    const written = desk.write(at, fails ? { ...call, ...FAULT } : call, []);
    if (fails && at < OUTAGE.to - 5 * MINUTE) id = written;
  }
  return id;
}

async function answered(id: string): Promise<DossierFound> {
  const answer = await desk.lookup.dossier(id);
  if (!answer.found) throw new Error(answer.explanation);
  return answer;
}

const iso = (ms: number) => new Date(ms).toISOString();
const said = ({ verdict }: DossierFound) => verdict.claims.map(({ text }) => text).join('\n');

it('claims recovery by counts, and in no other case', async () => {
  const recovered = traffic('/recovered', SECOND, OUTAGE.to);
  // Repetitions that wait for their own first call are in no rate.
  const waiting = { ...FAULT, cause: 'idempotency_in_flight', durationMs: 10_000 };
  for (let at = NOW - 20 * MINUTE; at < NOW; at += 5 * SECOND)
    desk.write(at, { route: '/recovered', path: '/recovered', orgId: 'org_a', ...waiting }, []);
  const failing = traffic('/failing', SECOND, NOW);
  const quiet = traffic('/quiet', 20 * SECOND, OUTAGE.to);
  const loneRoute = { route: '/alone', path: '/alone' };
  for (let at = NOW - 20 * MINUTE; at < NOW; at += 10 * SECOND) desk.write(at, loneRoute, []);
  const alone = desk.write(NOW - 10 * MINUTE, { ...loneRoute, ...FAULT });
  await desk.settle();

  const good = await answered(recovered);
  expect(said(good)).toMatch(/worked as usual since .* UTC: 0 of 1\d{3} calls failed/);
  expect(said(good)).toContain('If 2 % of them still failed');
  expect(good.reply?.long).toContain('have worked as usual again since');

  const alert = { id: 'al_1', title: 'Elsewhere' };
  desk.incidents.alert = { ...alert, since: new Date(OUTAGE.from).toISOString() };
  expect(said(await answered(recovered))).toContain(
    'It is not over: an incident that covers this route is open',
  );
  desk.incidents.alert = { ...alert, since: new Date(NOW).toISOString() };
  const open = await answered(recovered);
  desk.incidents.alert = null;
  expect(said(open)).toContain('An incident that began later, at ');
  expect(said(open)).not.toContain('It is not over');
  expect(open.reply?.long).not.toMatch(/again since|as usual|failing/);
  expect(open.reply?.long).toContain('it may affect calls like yours');

  const bad = await answered(failing);
  expect(said(bad)).toMatch(/The route is failing: \d+ of \d+ calls failed in the last 8 min/);
  expect(bad.reply?.long).not.toMatch(/again since|as usual/);

  const [own, later] = [OUTAGE, { from: NOW - 10 * MINUTE }].map(({ from }) => iso(from));
  desk.incidents.alert = { ...alert, since: own ?? '', ended: iso(OUTAGE.to), status_text: 'Old.' };
  desk.incidents.later = { ...alert, id: 'al_2', title: 'Another', since: later ?? '' };
  const both = await answered(failing);
  desk.incidents.alert = null;
  desk.incidents.later = null;
  expect(both.context.alert?.id).toBe('al_1');
  expect(said(both)).toContain('It falls into an incident that ended: Elsewhere');
  expect(said(both)).toContain('An incident that began later, at ');
  expect(both.reply?.long).toMatch(
    /lasted from .* until .* Another disruption began at .* failing/,
  );
  expect(both.reply?.long).not.toContain('Old.');

  const few = await answered(quiet);
  expect(said(few)).toContain('Too few calls to tell whether the route works again');
  expect(few.reply?.long).not.toMatch(/again since|as usual|still failing/);

  expect(said(await answered(alone))).toContain(
    'The route as a whole did not fail more than usual',
  );
});

it('names the incident in one reply about many requests', async () => {
  const call = { route: '/many', path: '/many', orgId: 'org_m', keyId: 'key_m' };
  const ids = Array.from({ length: 12 }, (_, n) =>
    desk.write(OUTAGE.from + n * SECOND, { ...call, ...FAULT }, []),
  );
  await desk.settle();
  const alert = { id: 'al_1', title: 'Elsewhere', since: iso(OUTAGE.from) };
  desk.incidents.alert = { ...alert, ended: null, status_text: 'We know.' };
  const open = await desk.lookup.lookups(ids.join('\n'));
  desk.incidents.alert = { ...alert, ended: iso(OUTAGE.to) };
  const over = await desk.lookup.lookups(ids.slice(0, 2).join('\n'));
  desk.incidents.alert = null;
  expect(open.reply?.long).toMatch(/12 × We are sorry.* It began at .* We know\. Please wait/);
  expect(over.reply?.long).toMatch(/2 × We are sorry.* lasted from .* until /);
});

it('detects by fingerprints whether the call was made again', async () => {
  const at = NOW - 20 * MINUTE;
  const print = (keyId: string, callContent: string) =>
    ({ keyId, route: '/again', path: '/again', callTarget: 'a'.repeat(16), callContent }) as const;
  const [a, b] = ['1'.repeat(16), '2'.repeat(16)];
  const refused = { code: 'invalid_request', cause: 'body_invalid', status: 400, message: 'No.' };
  const corrected = desk.write(at, { ...print('key_1', a), ...refused });
  desk.write(at + 2 * SECOND, { ...print('key_1', a), ...refused });
  desk.write(at + 9 * SECOND, print('key_1', b));
  const wrong = desk.write(at, { ...print('key_7', a), ...refused });
  for (let n = 1; n <= 3; n++)
    desk.write(at + n * SECOND, { ...print('key_7', `${n + 2}`.repeat(16)), ...refused });
  const same = desk.write(at, { ...print('key_2', a), ...FAULT });
  desk.write(at + 2 * SECOND, print('key_2', b));
  desk.write(at + 5 * SECOND, print('key_2', a));
  const other = desk.write(at, { ...print('key_3', a), ...FAULT });
  desk.write(at + 5 * SECOND, print('key_3', b));
  const unread = desk.write(at, { ...print('key_4', 'unread'), ...FAULT });
  desk.write(at + 5 * SECOND, print('key_4', b));
  const busy = desk.write(at, { ...print('key_5', a), ...FAULT });
  for (let n = 1; n <= 250; n++) desk.write(at + n * 100, print('key_5', b), []);
  desk.write(at + MINUTE, print('key_5', a));
  const fresh = desk.write(NOW - 20, { ...print('key_6', a), ...FAULT });
  await desk.settle();

  expect(said(await answered(fresh))).toContain('It is too early to tell whether the key has made');
  expect(said(await answered(corrected))).toContain(
    'The call was corrected and sent again, and passed 9 s later, at the 2nd attempt.',
  );
  expect(said(await answered(wrong))).toMatch(
    /The key called the same method and path again 3 times in the .* after it, with other content, and none passed\./,
  );
  const answer = await answered(same);
  expect(said(answer)).toContain('The same call was made again and passed 5 s later.');
  expect(answer.context.retries?.rows[0]?.call).toBe('other_content');
  expect(JSON.stringify(answer.context)).not.toContain(a);
  expect(said(await answered(other))).toContain(
    'The same call was not made again. The next call of this key on the same route passed, 5 s later.',
  );
  expect(said(await answered(unread))).toContain('its body was not read');
  expect(said(await answered(busy))).toContain(
    'The same call was made again and passed 1 min later.',
  );
});
