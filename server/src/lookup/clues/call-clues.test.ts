import { expect, it } from 'vitest';
import { MEETSO_PROFILE } from '../../meetso/profile.ts';
import { callClues } from './call-clues.ts';

const clients = (text: string) =>
  [...callClues(MEETSO_PROFILE, text)].flatMap(({ kind, value }) =>
    kind === 'client' ? [value] : [],
  );

it.each([
  ['we keep getting 429 Too Many Requests', []],
  ['all our requests fail', []],
  ['we use Python requests 2.32', ['requests']],
  ['with the requests library', ['requests']],
  ['python-requests/2.32.3 and curl', ['python-requests/2.32.3', 'python-requests', 'curl']],
])('reads the clients of %j', (text, named) => {
  expect(clients(text)).toEqual(named);
});
