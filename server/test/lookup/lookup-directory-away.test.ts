import type { RequestEvent } from '@request-desk/fastify/request/request-event';
import { dossier } from '@request-desk/shared/dossier';
import { lookups } from '@request-desk/shared/lookups-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LookupDesk, openLookupDesk } from '../../../testkit/desks/lookup-desk.ts';
import type { Directory, DirectoryKey } from '../../src/directory/directory.ts';

const AGO_MS = 3 * 3600_000;
const SAID = 'The control plane does not answer: what is known of this key';
let state: 'there' | 'away' | 'hung' | 'away after the caller' = 'there';
let desk: LookupDesk;
const ids: Record<string, string> = {};

const key: DirectoryKey = {
  id: 'key_a',
  orgId: 'org_a',
  name: 'Importer',
  prefix: 'mts_live_abcd',
  scopes: ['meetings:read'],
  createdAt: new Date(0),
  expiresAt: null,
  lastUsedAt: null,
  revokedAt: new Date(Date.now() - 2 * AGO_MS),
  revokedBy: 'ada',
  replacedBy: null,
};

async function answered<T>(answer: T, ofCaller: boolean): Promise<T> {
  if (state === 'hung') return await new Promise<never>(() => undefined);
  if (state === 'away' || (state !== 'there' && !ofCaller)) throw new Error('connection refused');
  return answer;
}

const directory: Directory = {
  org: (id) => answered({ id, name: 'Fernhill Labs' }, true),
  key: () => answered(key, true),
  keysByPrefix: () => answered([key], false),
  keysOf: () => answered([key], false),
};

const caller = { orgId: 'org_a', keyId: 'key_a', keyPrefix: 'mts_live_abcd' };
const FAILURES: Readonly<Record<string, Partial<RequestEvent>>> = {
  'an unknown key': { keyPrefix: 'mts_live_abcd', code: 'invalid_key', cause: 'unknown' },
  'a revoked key': { ...caller, code: 'invalid_key', cause: 'revoked' },
  'a missing scope': {
    ...caller,
    code: 'scope_missing',
    cause: 'scope_missing',
    status: 403,
    scopeRequired: 'meetings:write',
    scopesHeld: ['meetings:read'],
  },
  'a fault': { ...caller, code: 'internal_error', cause: 'exception', status: 500 },
  'a success': caller,
};

beforeAll(async () => {
  desk = await openLookupDesk({ directory });
  for (const [name, event] of Object.entries(FAILURES))
    ids[name] = desk.write(Date.now() - AGO_MS, {
      ...(event.code ? { status: 401, message: 'It did not work.' } : {}),
      ...event,
    });
  await desk.settle();
});

afterAll(() => desk.close());

/** On a quiet machine it takes a tenth of a second, and 0.4 s more where the directory hangs. */
const LOADED_MS = 5_000;

/** What an answer says, its HTTP status, and whether it came without a long wait. */
async function asked(id = '') {
  const began = performance.now();
  const response = await fetch(`${desk.url}/support/v1/requests/${id}`);
  const found = dossier.parse(await response.json());
  const ms = performance.now() - began;
  if (!found.found) throw new Error(found.explanation);
  const { claims, summary } = found.verdict;
  const text = [summary, ...claims.map((claim) => claim.text)].join('\n');
  return { status: response.status, promptly: ms < LOADED_MS, text, found };
}

describe.each(['away', 'hung', 'away after the caller'] as const)(
  'a directory that is %s',
  (how) => {
    beforeAll(() => {
      state = how;
    });
    afterAll(async () => {
      state = 'there';
      await new Promise((resolve) => setTimeout(resolve, 1_100));
    });

    it.each(Object.keys(FAILURES))(
      'leaves the dossier of %s, which says what may be missing',
      async (name) => {
        const { status, promptly, text, found } = await asked(ids[name]);
        expect({ status, promptly }).toEqual({ status: 200, promptly: true });
        // A lookup that asks it for nothing more says all that it knows.
        if (how !== 'away after the caller' || !['a fault', 'a success'].includes(name))
          expect(text).toContain(SAID);
        expect(text).not.toMatch(/No key begins with|No directory|no longer has the key/);
        if (name !== 'a success') expect(found.reply?.short).toBeTruthy();
      },
    );

    it('leaves many answers at once, and the failures that fit clues', async () => {
      const unknown = Array.from(
        { length: 12 },
        (_, n) => `req_${(n + 1).toString(16).padStart(16, '0')}`,
      );
      const post = async (text: string) =>
        lookups.parse(
          await (
            await fetch(`${desk.url}/support/v1/lookups`, {
              method: 'POST',
              headers: { 'content-type': 'application/json' },
              body: JSON.stringify({ text }),
            })
          ).json(),
        );
      const { items } = await post([...Object.values(ids), ...unknown].join('\n'));
      expect(items.filter(({ found }) => found)).toHaveLength(Object.keys(ids).length);
      const said = items.flatMap((item) => (item.found ? item.verdict.claims : []));
      if (how !== 'away after the caller')
        expect(said.map(({ text }) => text).join('\n')).toContain(SAID);
      const { likely } = await post(
        'Our key mts_live_abcd… gets 401 invalid_key since this morning.',
      );
      expect(likely?.items.length).toBeGreaterThan(0);
    });
  },
);

it('says all about the key when the directory is back', async () => {
  const { text } = await asked(ids['a revoked key']);
  expect(text).toContain('The key “Importer” (mts_live_abcd) was revoked');
  expect(text).not.toContain('control plane');
});
