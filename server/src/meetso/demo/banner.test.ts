import { describe, expect, it } from 'vitest';
import { demoBanner } from './banner.ts';

const tryKey = {
  id: 'key_1',
  orgId: 'org_1',
  name: 'Try me',
  secret: `mts_live_${'t'.repeat(32)}`,
  scopes: ['meetings:read'],
  state: 'active',
  use: 'try',
} as const;

describe('the demo banner', () => {
  const banner = demoBanner({
    seed: { orgs: [{ id: 'org_1', name: 'Fernhill Labs' }], keys: [], meetings: [], tryKey },
    latest: { rate_limited: 'req_70ac81fe9ef7a3c6' },
    apiUrl: 'http://127.0.0.1:8080',
    consoleUrl: 'http://127.0.0.1:8081',
    rate: 20,
  });

  it('names the console and the ids of the codes that occurred', () => {
    expect(banner).toContain('http://127.0.0.1:8081');
    expect(banner).toMatch(/429 +rate_limited +req_70ac81fe9ef7a3c6/);
    expect(banner).not.toContain('internal_error');
  });

  it('shows a call that works as it is', () => {
    expect(banner).toContain(
      `curl -i -H 'Authorization: Bearer ${tryKey.secret}' 'http://127.0.0.1:8080/public/v1/meetings?limit=3'`,
    );
  });
});
