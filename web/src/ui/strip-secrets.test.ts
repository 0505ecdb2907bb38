import { describe, expect, it } from 'vitest';
import { keyStart, someOf } from './id-pattern.ts';
import { stripSecrets } from './strip-secrets.ts';

const key = `pcl_live_ab3f${'Z9'.repeat(14)}`;
const id = 'req_70ac81fe9ef7a3c6';

describe('secrets in pasted text', () => {
  it('removes an API key and keeps its prefix for the notice', () => {
    const { text, removed } = stripSecrets(`key=${key}, id ${id}`);
    expect(text).toBe(`key=[API key removed], id ${id}`);
    expect(removed).toEqual([{ kind: 'api_key', prefix: 'pcl_live_ab3f' }]);
  });

  it('never leaves more than the prefix of a key in its answer', () => {
    expect(JSON.stringify(stripSecrets(`${key} ${key}`))).not.toContain(key.slice(0, 14));
  });

  it('names the same key once', () => {
    expect(stripSecrets(`${key}\n${key}`).removed).toHaveLength(1);
  });

  it('removes a key that a mail client wrapped', () => {
    const { text } = stripSecrets(`> ${key.slice(0, 25)}=\n> ${key.slice(25)}\n${id}`);
    expect(text).toBe(`> [API key removed]\n${id}`);
  });

  it('keeps the line after a whole key, and a request id after a cut one', () => {
    expect(stripSecrets(`${key}\nthanks`).text).toBe('[API key removed]\nthanks');
    expect(stripSecrets(`${key.slice(0, 30)}\n${id}`).text).toBe(`[API key removed]\n${id}`);
  });

  it('keeps a bare key prefix, which support people quote', () => {
    expect(stripSecrets('key pcl_live_ab3f was used').removed).toEqual([]);
  });

  it.each([
    ['Authorization: Bearer abc.def', 'Authorization: Bearer [credentials removed]'],
    ['Authorization: Basic dXNlcjpwYXNz', 'Authorization: Basic [credentials removed]'],
    ['password=hunter2&x=1', 'password=[password removed]&x=1'],
    ['"client_secret": "a b"', '"client_secret": [password removed]'],
    ['x eyJhbGciOi.eyJzdWIiOi.sig-nature y', 'x [token removed] y'],
  ])('%s', (before, after) => expect(stripSecrets(before).text).toBe(after));

  it('reports a key inside an Authorization header once', () => {
    const { text, removed } = stripSecrets(`curl -H "Authorization: Bearer ${key}" /x`);
    expect(text).toBe('curl -H "Authorization: Bearer [API key removed]" /x');
    expect(removed.map((r) => r.kind)).toEqual(['api_key']);
  });

  it('leaves ordinary text alone', () => {
    const mail = `Hi, the token expired? See ${id} at 14:02. Regards`;
    expect(stripSecrets(mail)).toEqual({ text: mail, removed: [] });
  });
});

describe('what begins a key', () => {
  const FORM = { alphabet: 'base62', length: 24, check: 'none' } as const;
  const HEX = { ...FORM, alphabet: 'hex', length: 16, names_trace: true } as const;
  const firstOf = (prefix: string, request: string, text: string) => {
    const key = { ...FORM, prefix, shown: prefix.length + 4 };
    const forms = { request_id: { ...HEX, prefix: request }, other_ids: [] };
    return new RegExp(`${keyStart(key, forms)}${someOf(key)}{5,}`).exec(text)?.[0];
  };

  it.each([
    ['acme_live_', 'acme_req_', 'see acme_req_70ac81fe9ef7a3c6', undefined],
    ['acme_live_', 'acme_req_', 'acme_test_a1B2c3D4 was', 'acme_test_a1B2c3D4'],
    ['sk_', 'task_', 'see task_70ac81fe9ef7a3c6', undefined],
    ['sk_', 'req_', 'key=sk_a1B2c3D4', 'sk_a1B2c3D4'],
  ])('%s beside ids of %s in %j: %s', (prefix, request, text, found) => {
    expect(firstOf(prefix, request, text)).toBe(found);
  });
});
