import { expect, it } from 'vitest';
import { sourcesOf } from '../../../../testkit/replies/reply-sources.ts';
import { MEETSO_PROFILE } from '../../meetso/profile.ts';
import { successReplies } from '../reply/other-letters.ts';
import { successClaims } from './success.ts';

const WRITER = { profile: MEETSO_PROFILE, ends: {} };

function said(result: Readonly<Record<string, string>>) {
  const named = Object.entries(result).map(([name, value]) => [
    `request_desk.result.${name}`,
    value,
  ]);
  const { facts } = sourcesOf('', '', { attributes: Object.fromEntries(named) });
  const claims = successClaims(facts).map(({ text }) => text);
  return { claims, reply: successReplies(WRITER, facts).en?.short ?? '' };
}

it.each([
  [
    { items: '0', filters: 'time_range:word', empty: 'filters', more: 'false' },
    ['It returned 0 items, with time_range (a word).', 'nothing matched the filters'],
    'nothing matched the filter time_range: please widen it',
  ],
  [
    { items: '0', filters: 'cursor:token', empty: 'after_cursor', more: 'false' },
    ['It returned 0 items, with cursor (a token).', 'the list ends before this page'],
    'you have read all of it',
  ],
  [
    { items: '20', more: 'true' },
    ['It returned 20 items, without filters.', 'A next page would bring more items.'],
    'entries in the answer: 20. There are more entries',
  ],
  [{ items: '1', more: 'false' }, ['It returned 1 item', 'the last page'], 'nothing for you to do'],
])('says what a list call gave: %o', (result, claims, reply) => {
  const answer = said(result);
  expect(answer.claims).toEqual(claims.map((text) => expect.stringContaining(text)));
  expect(answer.reply).toContain(reply);
});

it('says nothing where the event does not', () => {
  expect(said({ items: 'x' }).claims).toEqual([]);
});
