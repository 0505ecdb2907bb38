import { expect, it } from 'vitest';
import { MEETSO_PROFILE } from '../../meetso/profile.ts';
import { codeClues } from './code-clues.ts';

const codes = (text: string) =>
  [...codeClues(MEETSO_PROFILE, text)].flatMap(({ kind, value }) =>
    kind === 'code' ? [value] : [],
  );

it('takes the code whose own word is said for the likeliest of its class', () => {
  expect(codes('it says that the cursor cannot be used')).toEqual(['invalid_cursor']);
  expect(codes('ungültige Anfrage kam zurück')).toEqual(['invalid_request', 'invalid_cursor']);
});

it('does not take the reason phrase of a status for a code', () => {
  expect(codes('401 Unauthorized: the key was rejected').sort()).toEqual([
    'invalid_key',
    'unauthorized',
  ]);
});
