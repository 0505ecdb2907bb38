import type { RequestEvent } from '@request-desk/fastify/request/request-event';
import { type DossierFound, dossier } from '@request-desk/shared/dossier';
import { HOUR_MS } from '@request-desk/shared/durations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LookupDesk, openLookupDesk } from '../../../testkit/desks/lookup-desk.ts';
import { STATUS_OF } from '../../src/meetso/catalogue/catalogue.ts';
import { CAUSES, type Cause, type ErrorCode } from '../../src/meetso/catalogue/causes.ts';
import type { StoredKey } from '../../src/meetso/directory/api-keys.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** A whole minute a while ago, so that what happens "afterwards" is in the past, too. */
const T = Math.floor((Date.now() - 2 * HOUR_MS) / MINUTE) * MINUTE;
let desk: LookupDesk;
let org: { id: string; name: string };
let other: { id: string; name: string };

beforeAll(async () => {
  desk = await openLookupDesk();
  org = await desk.orgs.create('Fernhill Labs', new Date(T - 100 * HOUR_MS));
  other = await desk.orgs.create('Quarry Street', new Date(T - 100 * HOUR_MS));
});

afterAll(async () => {
  await desk.close();
});

function mint(name: string, expiresAt?: Date): Promise<{ key: StoredKey }> {
  const scopes = ['meetings:read'] as const;
  return desk.keys.mint({ orgId: org.id, name, scopes, expiresAt }, new Date(T - 90 * HOUR_MS));
}

function by(key: StoredKey): Partial<RequestEvent> {
  return { orgId: key.orgId, keyId: key.id, keyPrefix: key.prefix, scopesHeld: key.scopes };
}

function failed<C extends ErrorCode>(code: C, cause: (typeof CAUSES)[C][number]) {
  return { code, cause: cause as Cause, status: STATUS_OF[code], message: 'It did not work.' };
}

async function answered(id: string): Promise<DossierFound> {
  if (desk.dirty()) await desk.settle();
  const answer = dossier.parse(await desk.lookup.dossier(id));
  if (!answer.found) throw new Error(answer.explanation);
  return answer;
}

const said = ({ verdict }: DossierFound) => [
  verdict.summary,
  ...verdict.claims.map(({ text }) => text),
];

describe('rate_limited', () => {
  it('burst: shows the pace, since when, and that Retry-After was ignored', async () => {
    const { key } = await mint('Importer');
    for (let n = 0; n < 10; n++) desk.write(T + n * 20, by(key));
    const refused = {
      ...by(key),
      ...failed('rate_limited', 'burst'),
      rateLimit: { window: 'burst', limit: 10, used: 10, resetMs: 700, retryAfterS: 1 } as const,
    };
    const id = desk.write(T + 250, refused);
    desk.write(T + 350, refused);
    desk.write(T + 5 * SECOND, by(key));
    const answer = await answered(id);
    const text = said(answer).join('\n');
    expect(text).toContain('more than 10 requests in a second');
    expect(text).toContain('sent 11; 10 were let through, as many as the limit of 10 allows');
    expect(text).toContain('first refusal of this key in 15 minutes');
    expect(text).toMatch(/The key called again after \d+ ms, though Retry-After asked for 1 s/);
    expect(text).toContain('one every 100 ms');
    expect(text).toMatch(/passed 4\.8 s later, at the 2nd attempt/);
    const chart = answer.verdict.claims.flatMap(({ evidence }) => evidence);
    expect(chart.find(({ label }) => label === 'The key’s pace')?.rows).toEqual([
      { at: new Date(T).toISOString(), seconds: 1, accepted: 10, refused: 2 },
      { at: new Date(T + 5 * SECOND).toISOString(), seconds: 1, accepted: 1, refused: 0 },
    ]);
  });

  it('burst: counts what came within the second, not what was answered in it', async () => {
    const { key } = await mint('Slow answers');
    const at = T - 2 * HOUR_MS;
    // They came before the second, and were answered in it.
    for (let n = 0; n < 3; n++) desk.write(at - 900, { ...by(key), durationMs: 200 });
    for (let n = 0; n < 10; n++) desk.write(at - 500 + n * 20, by(key));
    const id = desk.write(at, {
      ...by(key),
      ...failed('rate_limited', 'burst'),
      rateLimit: {
        window: 'burst',
        limit: 10,
        used: 10,
        resetMs: 700,
        retryAfterS: 1,
        paceMs: 1_000,
      },
    });
    const text = said(await answered(id)).join('\n');
    expect(text).toContain('sent 11; 10 were let through, as many as the limit of 10 allows.');
    expect(text).toContain('one every 100 ms would have stayed within this limit; one every 1 s');
  });

  it('counts all retries of a key that calls all the time', async () => {
    const { key } = await mint('Runaway');
    const at = T - HOUR_MS;
    const refused = {
      ...by(key),
      ...failed('rate_limited', 'sustained'),
      rateLimit: {
        window: 'sustained',
        limit: 60,
        used: 60,
        resetMs: 900,
        retryAfterS: 1,
      } as const,
    };
    const id = desk.write(at, refused);
    for (let n = 1; n <= 300; n++) desk.write(at + n * 100, refused);
    desk.write(at + 5 * MINUTE, by(key));
    desk.write(at + 6 * MINUTE, by(key));
    const { context } = await answered(id);
    expect(context.retries).toMatchObject({
      attempts: 301,
      succeeded: true,
      succeeded_after_ms: 5 * MINUTE,
    });
  });

  it('sustained: says when the next call came, and not that the client waited for it', async () => {
    const { key } = await mint('Sync');
    for (let n = 0; n < 60; n++) desk.write(T - 50 * SECOND + n * 800, by(key));
    const id = desk.write(T, {
      ...by(key),
      ...failed('rate_limited', 'sustained'),
      rateLimit: { window: 'sustained', limit: 60, used: 60, resetMs: 9_800, retryAfterS: 10 },
    });
    desk.write(T + 11 * SECOND, by(key));
    const text = said(await answered(id)).join('\n');
    expect(text).toContain('sent 61; 60 were let through');
    expect(text).toContain(
      'The key’s next call came 11 s after it, later than the 10 s that Retry-After asked for.',
    );
    expect(text).toContain('one every 1 s');
  });

  it('auth_flood: counts what came from the address', async () => {
    const from = { clientAddress: '198.51.100.7' };
    for (let n = 0; n < 5; n++) {
      const keyPrefix = `mts_live_aa0${n}`;
      desk.write(T + n * 100, { ...from, ...failed('invalid_key', 'unknown'), keyPrefix });
    }
    const id = desk.write(T + SECOND, { ...from, ...failed('rate_limited', 'auth_flood') });
    const text = said(await answered(id)).join('\n');
    expect(text).toContain('From the client’s address came 6 failed authentications');
    expect(text).toContain('5 different key prefixes');
  });
});

describe('invalid_key', () => {
  it('revoked: when, by whom, what replaced it and whether that is in use', async () => {
    const [{ key }, { key: next }] = [await mint('Old'), await mint('New')];
    await desk.keys.touch(
      new Map([
        [key.id, new Date(T - 3 * HOUR_MS)],
        [next.id, new Date(T - HOUR_MS)],
      ]),
    );
    await desk.keys.revoke(key.id, 'maren', new Date(T - 2 * HOUR_MS), next.id);
    const id = desk.write(T, { ...by(key), ...failed('invalid_key', 'revoked') });
    const text = said(await answered(id)).join('\n');
    expect(text).toMatch(/“Old” \(mts_live_.{4}\) was revoked on .* UTC by maren/);
    expect(text).toContain('3 h before this request');
    expect(text).toMatch(/replaced it, “New” \(mts_live_.{4}\), is in use/);
  });

  it('expired: when, and that nothing else works', async () => {
    const lonely = await desk.orgs.create('Lonely', new Date(T));
    const { key } = await desk.keys.mint(
      {
        orgId: lonely.id,
        name: 'Trial',
        scopes: ['meetings:read'],
        expiresAt: new Date(T - HOUR_MS),
      },
      new Date(T - 90 * HOUR_MS),
    );
    const id = desk.write(T, { ...by(key), ...failed('invalid_key', 'expired') });
    const text = said(await answered(id)).join('\n');
    expect(text).toContain('“Trial”');
    expect(text).toContain('expired on');
    expect(text).toContain('never used with success');
    expect(text).toContain('No other key of the organisation has worked since');
  });

  it('unknown: a damaged copy of one of ours, or from elsewhere', async () => {
    const { key } = await mint('Copied');
    const facts = failed('invalid_key', 'unknown');
    const alike = desk.write(T, { ...facts, keyPrefix: key.prefix });
    const strange = desk.write(T, { ...facts, keyPrefix: 'mts_live_zzz0' });
    expect(said(await answered(alike)).join()).toContain('the copy is damaged or altered');
    expect(said(await answered(strange)).join()).toContain('No key begins with mts_live_zzz0');
  });
});

describe('the other codes', () => {
  it('unauthorized: what was wrong, and that the client has a key', async () => {
    const { key } = await mint('Browser');
    const client = { clientAddress: '192.0.2.8', userAgent: 'curl/8.5' };
    const good = desk.write(T - MINUTE, { ...by(key), ...client });
    const facts = {
      ...failed('unauthorized', 'token_malformed'),
      authProblem: 'the token is empty',
    };
    const answer = await answered(desk.write(T, { ...client, ...facts }));
    expect(said(answer).join('\n')).toContain('the token is empty');
    expect(said(answer).join('\n')).toContain(
      `did authenticate within an hour of it, with ${key.prefix}`,
    );
    expect(JSON.stringify(answer.verdict)).toContain(good);
    const alone = await answered(desk.write(T, { ...facts, clientAddress: '192.0.2.9' }));
    expect(said(alone).join('\n')).toContain('No call from the same client');
  });

  it('scope_missing: needed, held, minted, and another key that would do', async () => {
    const { key } = await mint('Reader');
    await desk.keys.mint(
      { orgId: org.id, name: 'Writer', scopes: ['meetings:write'] },
      new Date(T - HOUR_MS),
    );
    const id = desk.write(T, {
      ...by(key),
      ...failed('scope_missing', 'scope_missing'),
      method: 'POST',
      scopeRequired: 'meetings:write',
    });
    const answer = await answered(id);
    const text = said(answer).join('\n');
    expect(answer.reply?.long).toContain('already has an active key with that scope');
    const again = { ...by(key), ...failed('scope_missing', 'scope_missing'), method: 'POST' };
    const second = desk.write(T + SECOND, { ...again, scopeRequired: 'meetings:write' });
    await desk.settle();
    // Of several requests at once as well, and never with a key of others.
    const { reply } = await desk.lookup.lookups(`${id} ${second}`);
    expect(reply?.long).toContain('2 × The API key works');
    expect(reply?.long).toContain('already has an active key with that scope');
    expect(text).toContain('holds meetings:read, but this route needs meetings:write');
    expect(text).toContain('“Reader” was created on');
    expect(text).toContain('already has a key with meetings:write');
  });

  it('invalid_request: field, rule, near miss, how often, and the last that worked', async () => {
    const { key } = await mint('Typo');
    const good = desk.write(T - 10 * MINUTE, by(key));
    const bad = {
      ...by(key),
      ...failed('invalid_request', 'parameter_invalid'),
      issues: [{ field: 'time_range', rule: 'enum', nearMiss: '7d', value: '7days' }],
    };
    desk.write(T - MINUTE, bad);
    const answer = await answered(desk.write(T, bad));
    const text = said(answer).join('\n');
    expect(text).toContain('“7days” was sent, probably meant as “7d”');
    expect(text).toContain('the same mistake 2 times');
    expect(text).toContain('last accepted call');
    expect(JSON.stringify(answer.verdict)).toContain(good);
  });

  it('invalid_cursor: the page before, or that there was none', async () => {
    const { key } = await mint('Pager');
    const facts = { ...by(key), ...failed('invalid_cursor', 'other_query') };
    expect(said(await answered(desk.write(T, facts))).join()).toContain(
      'read no page of this list',
    );
    desk.write(T + MINUTE, by(key));
    const later = await answered(desk.write(T + 3 * MINUTE, facts));
    expect(said(later).join()).toContain('2 min before');
  });

  it('not_found: only staff are told of another organisation', async () => {
    const { key } = await mint('Finder');
    const one = { ...by(key), method: 'GET', route: '/public/v1/meetings/:id' };
    const elsewhere = { ...one, path: `/public/v1/meetings/mtg_${'a'.repeat(20)}` };
    const id = desk.write(T, {
      ...elsewhere,
      ...failed('not_found', 'other_org'),
      ownerOrg: other.id,
    });
    const answer = await answered(id);
    const secret = answer.verdict.claims.filter(({ staff_only }) => staff_only);
    expect(secret.map(({ text }) => text).join()).toContain('belongs to another organisation');
    expect(answer.verdict.summary).not.toMatch(/another|belongs|exists/);
    expect(JSON.stringify(answer.reply)).not.toMatch(/Quarry|another|belongs/);
    const gone = desk.write(T, {
      ...elsewhere,
      ...failed('not_found', 'deleted'),
      deletedAt: new Date(T - HOUR_MS).toISOString(),
    });
    expect(said(await answered(gone)).join()).toContain('It was deleted on');
    const route = desk.write(T, {
      ...by(key),
      ...failed('not_found', 'route_unknown'),
      route: '',
      path: '/public/v1/meeting',
      nearMiss: '/public/v1/meetings',
    });
    expect(said(await answered(route)).join()).toContain('/public/v1/meetings is close to it');
  });

  it('internal_error: exception, failing span, Sentry, how far it reached, and after', async () => {
    const [{ key }, { key: second }] = [await mint('First'), await mint('Second')];
    const fault = {
      ...failed('internal_error', 'exception'),
      exceptionType: 'ConnectionRefused',
      exceptionMessage: 'connect ECONNREFUSED',
      sentryEventId: 'a'.repeat(32),
    };
    const steps = [{ name: 'meetings.query', share: 0.7, failed: 'ConnectionRefused' }];
    desk.write(T + HOUR_MS - MINUTE, { ...by(second), ...fault }, steps);
    const id = desk.write(T + HOUR_MS, { ...by(key), ...fault }, steps);
    desk.write(T + HOUR_MS + MINUTE, by(key));
    desk.incidents.alert = {
      id: 'al_1',
      title: '500 spike',
      since: new Date(T + HOUR_MS).toISOString(),
    };
    const answer = await answered(id);
    desk.incidents.alert = null;
    const text = said(answer).join('\n');
    expect(text).toContain('ConnectionRefused: connect ECONNREFUSED (release 1.2.3)');
    expect(text).toContain('in the step “meetings.query” of meetso-api');
    expect(text).toContain('reported to Sentry');
    expect(text).toContain('2 requests of 1 organisation and 2 keys met the same fault');
    expect(text).toContain('1 call of this route passed and 0 failed');
    expect(text).toContain('2 since then');
    expect(text).toContain('It is part of an open incident: 500 spike');
    expect(answer.sentry.event_url).toBe(
      `https://sentry.example/organizations/meetso/projects/api/events/${'a'.repeat(32)}/`,
    );
  });
});

const EVERY = Object.entries(CAUSES).flatMap(([code, causes]) =>
  causes.map((cause) => [code as ErrorCode, cause] as const),
);

it('gives every code and cause a summary, evidence for each sentence, and a reply', async () => {
  const { key } = await mint('Everything');
  const written = EVERY.map(([code, cause]) => {
    const known = code === 'unauthorized' || cause === 'unknown' ? {} : by(key);
    const facts = { code, cause, status: STATUS_OF[code], message: 'It did not work.' };
    return [desk.write(T, { ...known, ...facts }), code, cause] as const;
  });
  for (const [id, code, cause] of written) {
    const answer = await answered(id);
    expect(answer.request).toMatchObject({ code, cause });
    expect(answer.verdict.summary.length).toBeGreaterThan(20);
    for (const claim of answer.verdict.claims) expect(claim.evidence.length).toBeGreaterThan(0);
    expect(answer.reply?.short).toContain(answer.request_id);
    expect(answer.remediation?.steps.length).toBeGreaterThan(0);
  }
});
