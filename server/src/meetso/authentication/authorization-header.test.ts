import { describe, expect, it } from 'vitest';
import { authorizationOf, keyOf } from './authorization-header.ts';

const KEY = `mts_live_${'Ab9'.repeat(10)}xy`;

describe('the Authorization header', () => {
  it.each([`Bearer ${KEY}`, `bearer ${KEY}`, `BEARER   ${KEY}`])('gives the key of %s', (text) => {
    expect(keyOf(text)).toBe(KEY);
  });

  it.each([
    [undefined, 'header_missing', 'no header'],
    ['  ', 'header_missing', 'empty header'],
    [KEY, 'scheme_wrong', 'a key without the word Bearer'],
    ['Basic abc', 'scheme_wrong', 'the scheme Basic'],
    ['Token abc', 'scheme_wrong', 'another scheme than Bearer'],
    [`Bearer:${KEY}`, 'scheme_wrong', 'another scheme than Bearer'],
    ['Bearer', 'token_malformed', 'the token is empty'],
    [`Bearer "${KEY}"`, 'token_malformed', 'the token stands in quotes or brackets'],
    [`Bearer <${KEY}>`, 'token_malformed', 'the token stands in quotes or brackets'],
    [`Bearer Bearer ${KEY}`, 'token_malformed', 'the word Bearer stands twice'],
    [`Bearer ${KEY} x`, 'token_malformed', 'the token contains white space'],
    [
      'Bearer $MEETSO_KEY',
      'token_malformed',
      'the token is the name of a variable that was not filled in',
    ],
    ['Bearer sk_live_abc', 'token_malformed', 'the token does not begin with mts_live_'],
    [`Bearer ${KEY.slice(0, -1)}`, 'token_malformed', 'the token is too short'],
    [`Bearer ${KEY}z`, 'token_malformed', 'the token is too long'],
    [`Bearer ${KEY.slice(0, -1)}-`, 'token_malformed', 'the token has characters that no key has'],
  ])('of %s is refused', (text, cause, problem) => {
    expect(keyOf(text)).toEqual({ cause, problem });
  });

  it('must be there once', () => {
    expect(authorizationOf(['Host', 'a', 'AUTHORIZATION', 'Bearer x'])).toBe('Bearer x');
    const twice = authorizationOf(['authorization', `Bearer ${KEY}`, 'Authorization', 'Bearer x']);
    expect(keyOf(twice)).toMatchObject({ cause: 'token_malformed' });
  });

  it('is never quoted in a problem', () => {
    for (const text of ['Basic canary', 'canary', 'Bearer canary', 'Bearer "canary"']) {
      expect(JSON.stringify(keyOf(text))).not.toContain('canary');
    }
  });
});
