import { describe, expect, it } from 'vitest';
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
