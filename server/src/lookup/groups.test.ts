import type { DossierFound } from '@request-desk/shared/dossier';
import { expect, it } from 'vitest';
import { groupsOf } from './groups.ts';

const found = (code: string | null, second: number) =>
  ({
    request: {
      code,
      cause: code && 'burst',
      org: 'org_1',
      key_prefix: 'k',
      route: '/a',
      started_at: `2026-11-27T10:00:0${second}.000Z`,
    },
  }) as unknown as DossierFound;

it('puts failures above any number of successes', () => {
  const groups = groupsOf([found(null, 1), found(null, 2), found(null, 3), found('slow_down', 4)]);
  expect(groups.map(({ code, count }) => [code, count])).toEqual([
    ['slow_down', 1],
    ['', 3],
  ]);
  expect(groups[1]).toMatchObject({
    first_at: '2026-11-27T10:00:01.000Z',
    last_at: '2026-11-27T10:00:03.000Z',
  });
});
