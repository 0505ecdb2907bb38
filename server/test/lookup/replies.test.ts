import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repliesPage } from '../../../testkit/replies/replies-page.ts';
import { REPLY_EXAMPLES } from '../../../testkit/replies/reply-examples.ts';
import { drafts, internalOf, replyFaults } from '../../../testkit/replies/reply-rules.ts';
import { plainExample, sourcesOf } from '../../../testkit/replies/reply-sources.ts';
import { CAUSES } from '../../src/meetso/catalogue/causes.ts';

describe('replies by cause', () => {
  it('say the next step of a cause that no example is written for', () => {
    const one = plainExample('invalid_cursor', 'expired');
    expect(one.next[0].source.length).toBeGreaterThan(40);
    expect(replyFaults(one)).toEqual([]);
    const other = plainExample('invalid_cursor', 'forged');
    expect(replyFaults({ ...one, next: other.next })).toHaveLength(4);
  });

  it.each(REPLY_EXAMPLES.map((one) => [one.name, one] as const))('%s', (_name, one) => {
    expect(replyFaults(one)).toEqual([]);
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

describe('the mutation of what is internal', () => {
  const all = Object.entries(CAUSES).flatMap(([code, causes]) =>
    causes.map((cause) => [code, cause] as const),
  );
  it.each(all)('%s / %s: changes no reply', (code, cause) => {
    const base = JSON.stringify(drafts({ sources: sourcesOf(code, cause) }));
    const internal = internalOf(cause);
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
