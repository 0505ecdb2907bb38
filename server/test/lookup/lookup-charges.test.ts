import { type DossierFound, dossier } from '@request-desk/shared/dossier';
import { MINUTE_MS } from '@request-desk/shared/durations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type LookupDesk, openLookupDesk } from '../../../testkit/desks/lookup-desk.ts';
import { CHARGES_PROFILE, chargeId } from '../../../testkit/profiles/charges.ts';

const T = Math.floor((Date.now() - 120 * MINUTE_MS) / MINUTE_MS) * MINUTE_MS;
const CALL = { method: 'POST', route: '/charges', path: '/charges' };
const WHO = { orgId: 'acct_1', keyId: 'k_1', keyPrefix: 'sk_abcd' };

let desk: LookupDesk;
let used = 0;

beforeAll(async () => {
  desk = await openLookupDesk({ profile: CHARGES_PROFILE, directory: undefined });
});
afterAll(() => desk.close());

function write(at: number, event: Parameters<LookupDesk['write']>[1]): string {
  return desk.write(at, { requestId: chargeId(++used), ...CALL, ...WHO, status: 201, ...event });
}

async function answered(text: string): Promise<DossierFound> {
  if (desk.dirty()) await desk.settle();
  const answer = dossier.parse(await desk.lookup.dossier(text));
  if (!answer.found) throw new Error(`${answer.reason}: ${answer.explanation}`);
  return answer;
}

const said = ({ verdict }: DossierFound) =>
  [verdict.summary, ...verdict.claims.map(({ text }) => text)].join('\n');

describe('a failure of another API', () => {
  it('has the words of its profile, filled in, and a reply from them', async () => {
    const facts = { code: 'card_declined', cause: 'no_funds', status: 402, message: 'Declined.' };
    const id = write(T, facts);
    const answer = await answered(id);
    expect(answer.request).toMatchObject({ code: 'card_declined', cause: 'no_funds', status: 402 });
    expect(answer.verdict.summary).toBe('The issuer said on /charges that there are no funds.');
    expect(answer.remediation?.steps).toEqual(['Give no other reason to the customer.']);
    expect(answer.reply?.long).toContain(`The issuer declined the card for ${id}.`);
    expect(answer.links.docs).toBe('https://docs.charges.example/errors/card-declined');
    const { attributes: _, ...request } = answer.request ?? { attributes: {} };
    const { clickhouse_query: __, ...links } = answer.links;
    const sentry = null;
    const shown = JSON.stringify({ ...answer, request, links, sentry, spans: [], logs: [] });
    expect(shown).not.toMatch(/meetso(?!-api)|mts_|mtg_|invalid_|rate_limited|internal_error/i);
  });

  it('is described by kind: a draining process, a limit without numbers, what is hidden', async () => {
    const draining = write(T, { code: 'our_fault', cause: 'closing', status: 500, message: '' });
    expect(said(await answered(draining))).toContain('was shutting down and took no new work');
    const limited = write(T, { code: 'slow_down', cause: 'spike', status: 429, message: '' });
    expect(said(await answered(limited))).not.toContain('limit is 0');
    const there = { code: 'no_charge', status: 404, message: 'No.' };
    const hidden = await answered(write(T, { ...there, cause: 'elsewhere', ownerOrg: 'acct_2' }));
    const absent = await answered(write(T, { ...there, cause: 'nowhere' }));
    const same = (one: DossierFound) => one.reply?.long.replaceAll(one.request_id, 'ID');
    expect(same(hidden)).toBe(same(absent));
    const secret = hidden.verdict.claims.find(({ staff_only }) => staff_only)?.text;
    expect(secret).toContain('belongs to another organisation');
    expect(JSON.stringify(hidden)).not.toContain('acct_2');
  });

  it.each([
    [{ code: 'who_are_you', cause: 'cancelled', status: 401 }],
    [{ code: 'card_declined', cause: 'no_funds', status: 402 }],
    [{ code: 'our_fault', cause: 'crash', status: 500 }],
    [{ code: 'never_met', status: 403 }],
  ])('says what nobody knows where there is no directory: %o', async (facts) => {
    const [whole, keyed, bare] = [
      write(T, { ...facts, message: 'No.' }),
      write(T, { ...facts, message: 'No.', orgId: '' }),
      write(T, { ...facts, message: 'No.', orgId: '', keyId: '', keyPrefix: '' }),
    ];
    const what = 'what the organisation is called and what became of the key is not known here';
    expect(said(await answered(whole))).toContain(`No directory is configured: ${what}.`);
    expect(said(await answered(keyed))).toContain(
      'No directory is configured: what became of the key is not',
    );
    expect(said(await answered(bare))).not.toContain('No directory');
  });
});

describe('a code that the profile does not know', () => {
  it('is a failure with evidence: exception, contrast, retry, extent and alert', async () => {
    const met = { code: 'brand_new', cause: 'unheard_of', status: 402, message: 'New.' };
    write(T - 5 * MINUTE_MS, {});
    write(T - 4 * MINUTE_MS, met);
    const id = write(T, { ...met, exceptionType: 'NewFault' });
    write(T + 2_000, {});
    desk.incidents.alert = { id: 'alr_1', title: 'Trouble', since: new Date(T).toISOString() };
    const answer = await answered(id);
    desk.incidents.alert = null;
    const text = said(answer);
    expect(text).toContain('The request failed with brand_new');
    expect(text).toContain('POST /charges was answered with 402 brand_new, because: unheard_of.');
    expect(text).toContain('NewFault (release 1.2.3).');
    expect(text).toContain('The key met this code 2 times in the 6 hours');
    expect(text).toContain('The last accepted call of this key on the same route was at');
    expect(text).toContain('The next call of this key on the same route passed, 2 s later.');
    expect(text).toMatch(/2 of \d+ requests on this route within 15 minutes ended with brand_new/);
    expect(text).toContain('It is part of an open incident: Trouble');
    expect(answer.reply?.short).toContain('The request failed. Please send it again');
    expect(answer.reply?.long).toContain('brand_new');
    expect(answer.remediation).toBe(null);
    for (const { evidence } of answer.verdict.claims) expect(evidence.length).toBeGreaterThan(0);
  });

  it('and a status without any code are failures, kept and counted', async () => {
    const id = write(T, { status: 402 });
    const answer = await answered(id);
    expect(answer.request?.code).toBe('http_402');
    expect(said(answer)).not.toContain('succeeded');
    expect(said(answer)).toContain('POST /charges was answered with 402.');
    const counted = await desk.clickhouse.query(
      `SELECT Code AS code FROM api_requests WHERE RequestId = {id: String}`,
      { id },
      z.object({ code: z.string() }),
    );
    expect(counted).toEqual([{ code: 'http_402' }]);
  });
});

describe('an id that names no trace', () => {
  it('is found in messy text, in small letters and by its trace', async () => {
    const id = write(T, { code: 'our_fault', cause: 'crash', status: 500, message: '' });
    const { trace_id } = await answered(id);
    const text = `<p>charge <b>${id.toLowerCase()}</b>, again ${id}.</p>`;
    const { items } = await desk.lookup.lookups(text);
    expect(items.map((item) => item.request_id)).toEqual([id]);
    expect(await answered(trace_id)).toMatchObject({ request_id: id });
  });

  it('is repaired where letters were taken for digits, and completed from the index', async () => {
    const id = write(T, {});
    await desk.settle();
    const typed = id.replace('01J9', 'O1J9');
    const repaired = await desk.lookup.dossier(typed);
    expect(repaired).toMatchObject({ reason: 'malformed', suggestions: [id] });
    const cut = await desk.lookup.dossier(id.slice(0, -1));
    expect(cut).toMatchObject({ reason: 'malformed' });
    expect(!cut.found && cut.explanation).toContain('it has 25 of 26 characters');
    expect(!cut.found && cut.explanation).toContain('ch_ and 26 characters of 0–9 and A–Z without');
  });

  it('is provably expired, and never seen where it never was', async () => {
    const id = chargeId(900);
    await desk.clickhouse.command(
      `INSERT INTO request_traces VALUES ({id: String}, 'ab', today() - 60, 'card_declined')`,
      { id },
    );
    expect(await desk.lookup.dossier(id)).toMatchObject({ reason: 'expired' });
    expect(await desk.lookup.dossier(chargeId(901))).toMatchObject({
      reason: 'never_seen',
      request_id: chargeId(901),
    });
  });

  it('is not what the store answers with ids of the other form', async () => {
    expect(await desk.lookup.dossier('req_70ac81fe9ef7a3c6')).toMatchObject({
      reason: 'malformed',
    });
  });
});
