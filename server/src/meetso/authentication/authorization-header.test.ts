import { describe, expect, it } from 'vitest';
import { credentialsOf } from './authorization-header.ts';

const KEY = `mts_live_${'Ab9'.repeat(10)}xy`;
/** As Node shows what a client wrote in UTF-8. */
const sent = (text: string) => Buffer.from(text, 'utf8').toString('latin1');
const of = (value: string) => credentialsOf(['Host', 'a', 'Authorization', sent(value)]);
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('the Authorization header', () => {
  it.each([`Bearer ${KEY}`, `bearer ${KEY}`, `BEARER   ${KEY}`])('gives the key of %s', (text) => {
    expect(of(text)).toBe(KEY);
  });

  it.each([
    ['', 'header_missing', /empty/],
    ['  ', 'header_missing', /empty/],
    [KEY, 'scheme_wrong', /without the word Bearer/],
    [`"${KEY}"`, 'scheme_wrong', /without the word Bearer/],
    [`Basic ${base64(`user:${KEY}`)}`, 'scheme_wrong', /Basic, with an API key in it/],
    ['Basic abc', 'scheme_wrong', /scheme is Basic/],
    [`Token ${KEY}`, 'scheme_wrong', /scheme is Token/],
    [`token=${KEY}`, 'scheme_wrong', /equals sign/],
    ['AWS4-HMAC-SHA256 x', 'scheme_wrong', /scheme/],
    [`Bearer: ${KEY}`, 'token_malformed', /colon/],
    [`Bearer:${KEY}`, 'token_malformed', /colon/],
    [`Bearer%20${KEY}`, 'token_malformed', /percent-encoded/],
    [`Bearer\t${KEY}`, 'token_malformed', /tab/],
    [`Bearer\u00a0${KEY}`, 'token_malformed', /no-break space/],
    [`Bearer${KEY}`, 'token_malformed', /no space/],
    [`"Bearer ${KEY}"`, 'token_malformed', /quotes stand around the whole/],
    [`\ufeffBearer ${KEY}`, 'token_malformed', /invisible/],
    ['undefined', 'token_malformed', /undefined/],
    ['Bearer', 'token_malformed', /empty/],
    [`Bearer Bearer ${KEY}`, 'token_malformed', /Bearer stands twice/],
    [`Bearer "${KEY}"`, 'token_malformed', /in quotes/],
    [`Bearer '${KEY}'`, 'token_malformed', /in quotes/],
    [`Bearer \u201c${KEY}\u201d`, 'token_malformed', /typographic quotes/],
    [`Bearer \u2018${KEY}\u2019`, 'token_malformed', /typographic quotes/],
    [`Bearer <${KEY}>`, 'token_malformed', /angle brackets/],
    [`Bearer {${KEY}}`, 'token_malformed', /braces/],
    [`Bearer {{${KEY}}}`, 'token_malformed', /braces/],
    [`Bearer \${${KEY}}`, 'token_malformed', /dollar sign/],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what a client sends by mistake
    ['Bearer ${MEETSO_KEY}', 'token_malformed', /variable that was not filled in/],
    ['Bearer $MEETSO_KEY', 'token_malformed', /variable that was not filled in/],
    [`Bearer ${KEY};`, 'token_malformed', /semicolon/],
    [`Bearer ${KEY},`, 'token_malformed', /comma/],
    [`Bearer ${KEY}\\n`, 'token_malformed', /escape sequence/],
    [`Bearer ${KEY} x`, 'token_malformed', /white space/],
    [`Bearer \ufeff${KEY}`, 'token_malformed', /invisible/],
    [`Bearer \u200b${KEY}`, 'token_malformed', /invisible/],
    [`Bearer \u00a0${KEY}`, 'token_malformed', /no-break space/],
    [`Bearer ${KEY.slice(0, 40)}`, 'token_malformed', /too short: .*32.*31/],
    [`Bearer ${KEY}z`, 'token_malformed', /too long: .*32.*33/],
    [`Bearer ${KEY.toUpperCase()}`, 'token_malformed', /capitals/],
    [`Bearer ${KEY.slice(0, 13)}…`, 'token_malformed', /masked/],
    [`Bearer ${KEY.slice(0, 13)}...`, 'token_malformed', /masked/],
    [`Bearer ${KEY.slice(0, 9)}${'*'.repeat(32)}`, 'token_malformed', /masked/],
    [`Bearer ${KEY.slice(0, 13)}`, 'token_malformed', /first 13 characters/],
    ['Bearer undefined', 'token_malformed', /undefined/],
    ['Bearer null', 'token_malformed', /null/],
    ['Bearer None', 'token_malformed', /None/],
    ['Bearer [object Object]', 'token_malformed', /\[object Object\]/],
    ['Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'token_malformed', /JSON Web Token/],
    ['Bearer sk_live_abc', 'token_malformed', /does not begin with mts_live_/],
    [`Bearer ${KEY.slice(0, -1)}-`, 'token_malformed', /characters that no key has/],
  ])('of %s is refused by its own name', (text, cause, name) => {
    const refused = of(text);
    expect(refused).toMatchObject({ cause });
    const { problem, says } = refused as { problem: string; says: string };
    expect(problem).toMatch(name);
    expect(says.charAt(0).toLowerCase() + says.slice(1)).toMatch(name);
    expect(says).toMatch(/^[A-Z].*\.$/);
  });

  it('must be there, and once', () => {
    expect(credentialsOf(['Host', 'a'])).toMatchObject({
      cause: 'header_missing',
      says: 'The Authorization header is missing.',
    });
    expect(
      credentialsOf(['authorization', `Bearer ${KEY}`, 'Authorization', 'Bearer x']),
    ).toMatchObject({ cause: 'token_malformed', problem: 'the header is there more than once' });
  });

  it('is looked for in other headers when it is missing, and named', () => {
    expect(credentialsOf(['Host', 'a', 'X-Api-Key', KEY])).toMatchObject({
      cause: 'header_missing',
      says: expect.stringContaining('x-api-key'),
    });
  });

  it('is never quoted in a problem', () => {
    for (const text of ['Basic canary', 'canary', 'canary=x', 'Bearer canary', 'Bearer "canary"']) {
      expect(JSON.stringify(of(text))).not.toContain('canary');
    }
  });
});
