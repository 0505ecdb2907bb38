import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repliesPage } from '../../../testkit/replies/replies-page.ts';
import {
  EXAMPLE_PLACES,
  REPLY_EXAMPLES,
  UNSEEN_CAUSES,
} from '../../../testkit/replies/reply-examples.ts';
import { type ReplyExample, sourcesOf } from '../../../testkit/replies/reply-sources.ts';
import { replyFacts } from '../../src/lookup/reply/facts.ts';
import { repliesOf } from '../../src/lookup/reply/reply.ts';
import { CAUSES } from '../../src/meetso/catalogue/causes.ts';

const WRITER = { profile: EXAMPLE_PLACES.profile, ends: {} };
/** Words of ours: causes, keys' insides, what a desk is made of. */
const INTERNAL =
  /exception|control.?plane|overload(?!et)|drain|spool|clickhouse|postgres|sentry|burst|sustained|auth_flood|other_org|route_unknown|undefined|\bnull\b|NaN|[{}[\]|]| {2}|\.\.|: \.|, \./i;

function drafts({ sources }: Pick<ReplyExample, 'sources'>) {
  const facts = replyFacts({ ...EXAMPLE_PLACES, ...sources });
  if (facts === undefined) throw new Error('no failure');
  return repliesOf(WRITER, facts);
}

describe('replies by cause', () => {
  it('are there for every cause', () => {
    expect(UNSEEN_CAUSES).toEqual([]);
  });

  it.each(REPLY_EXAMPLES.map((one) => [one.name, one] as const))('%s', (_name, one) => {
    const { en, de } = drafts(one);
    for (const [reply, next] of [
      [en, one.next[0]],
      [de, one.next[1]],
    ] as const) {
      for (const text of [reply?.short, reply?.long]) {
        expect(text).toMatch(next);
        expect(text).toContain('req_70ac81fe9ef7a3c6');
        expect(text).not.toMatch(INTERNAL);
        if (one.never) expect(text).not.toMatch(one.never);
      }
      // The code stands where customers see it: in the answer, and in the address of its page.
      const told = reply?.long.replace(/https:\S+/g, '').replaceAll(/\d{3} [a-z_]+/g, '');
      expect(told).not.toContain(one.code);
    }
    expect(en?.long).toMatch(/UTC/);
    expect(de?.long).toMatch(/25\.11\.2026, 14:02:07 UTC/);
    expect(de?.long).not.toMatch(/\b(?:please|the|your)\b/i);
  });

  it('have one next step: no two of them stand in one reply', () => {
    const steps = REPLY_EXAMPLES.map(({ next }) => next[0].source);
    for (const one of REPLY_EXAMPLES) {
      const text = drafts(one).en?.short ?? '';
      expect(text.match(/please/gi)?.length ?? 0).toBeLessThanOrEqual(1);
    }
    expect(new Set(steps).size).toBeGreaterThan(25);
  });

  it('are the same bytes for what is absent and what is another organisation’s', () => {
    const secret = { 'request_desk.resource.owner_org': 'org_secret' };
    const [absent, hidden] = [
      drafts({ sources: sourcesOf('not_found', 'absent') }),
      drafts({ sources: sourcesOf('not_found', 'other_org', { attributes: secret }) }),
    ];
    expect(Buffer.from(JSON.stringify(hidden))).toEqual(Buffer.from(JSON.stringify(absent)));
  });
});

/** What each cause’s reply may be made from; everything else is internal. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  parameter_invalid: ['request_desk.validation.issues'],
  parameter_unknown: ['request_desk.validation.issues'],
  body_invalid: ['request_desk.validation.issues'],
  body_malformed: ['request_desk.validation.issues'],
  media_type: ['request_desk.validation.issues'],
  scope_missing: ['request_desk.scope.required'],
  deleted: ['request_desk.resource.deleted_at'],
  route_unknown: ['request_desk.validation.near_miss'],
  method_unknown: ['request_desk.route.methods'],
  burst: ['rate_limit.limit', 'rate_limit.pace_ms', 'rate_limit.retry_after_s'],
  sustained: ['rate_limit.limit', 'rate_limit.pace_ms', 'rate_limit.retry_after_s'],
  auth_flood: ['rate_limit.retry_after_s'],
};
const NAMES = [
  ...['request_desk.org.id', 'request_desk.api_key.id', 'request_desk.api_key.prefix'],
  ...['request_desk.resource.owner_org', 'request_desk.resource.deleted_at'],
  ...['request_desk.auth.problem', 'exception.type', 'exception.message', 'client.address'],
  ...['request_desk.sentry.event_id', 'user_agent.original', 'url.path', 'http.route'],
  ...['request_desk.rate_limit.used', 'request_desk.rate_limit.limit', 'service.name'],
  ...['request_desk.rate_limit.pace_ms', 'request_desk.rate_limit.retry_after_s'],
  ...['request_desk.validation.issues', 'request_desk.validation.field', 'request_desk.scope.held'],
  ...['request_desk.validation.value', 'request_desk.validation.near_miss', 'service.version'],
  ...['request_desk.scope.required', 'request_desk.route.methods', 'request_desk.call.content'],
];

describe('the mutation of what is internal', () => {
  const all = Object.entries(CAUSES).flatMap(([code, causes]) =>
    causes.map((cause) => [code, cause] as const),
  );
  it.each(all)('%s / %s: changes no reply', (code, cause) => {
    const base = JSON.stringify(drafts({ sources: sourcesOf(code, cause) }));
    const internal = NAMES.filter((name) => !MAY[cause]?.some((may) => name.endsWith(may)));
    const mutation = fc.dictionary(fc.constantFrom(...internal), fc.string({ minLength: 1 }));
    fc.assert(
      fc.property(mutation, (attributes) => {
        const mutated = drafts({ sources: sourcesOf(code, cause, { attributes }) });
        expect(JSON.stringify(mutated)).toBe(base);
      }),
      { numRuns: 100 },
    );
    for (const name of internal) {
      const attributes = { [name]: '7' };
      expect(JSON.stringify(drafts({ sources: sourcesOf(code, cause, { attributes }) }))).toBe(
        base,
      );
    }
  });
});

it('keeps docs/replies.md as the code writes them', async () => {
  await expect(repliesPage()).toMatchFileSnapshot(
    join(import.meta.dirname, '../../../docs/replies.md'),
  );
});
