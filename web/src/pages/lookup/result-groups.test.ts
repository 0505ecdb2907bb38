import type { Dossier, DossierFound, DossierNotFound } from '@request-desk/shared/dossier';
import { expect, it } from 'vitest';
import { resultGroups } from './result-groups.ts';

const found = (request_id: string, code: string | null, cause: string | null) =>
  ({ found: true, request_id, request: { code, cause } }) as unknown as DossierFound;
const missing = { found: false, asked: 'req_x' } as unknown as DossierNotFound;

it('groups by code and cause, biggest first, and keeps the order inside', () => {
  const items: Dossier[] = [
    found('a', 'not_found', 'absent'),
    missing,
    found('b', 'rate_limited', 'burst'),
    found('c', 'not_found', 'deleted'),
    found('d', 'rate_limited', 'burst'),
    found('e', null, null),
  ];
  const result = resultGroups(items);
  expect(result.groups.map((g) => [g.code, g.cause, g.items.map((i) => i.request_id)])).toEqual([
    ['rate_limited', 'burst', ['b', 'd']],
    ['not_found', 'absent', ['a']],
    ['not_found', 'deleted', ['c']],
    ['', '', ['e']],
  ]);
  expect(result.missing).toEqual([missing]);
});
