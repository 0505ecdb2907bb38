import type { Dossier, DossierFound, DossierNotFound } from '@request-desk/shared/dossier';
import { expect, it } from 'vitest';
import { resultGroups } from './result-groups.ts';

const found = (request_id: string, code: string | null, cause: string | null) =>
  ({ found: true, request_id, request: { code, cause } }) as unknown as DossierFound;
const missing = { found: false, asked: 'req_x' } as unknown as DossierNotFound;

it('puts one failure above any number of successes', () => {
  const successes = Array.from({ length: 51 }, (_, n) => found(`s${n}`, null, null));
  const { groups } = resultGroups([...successes, found('f', 'slow_down', 'burst')]);
  expect(groups.map(({ code, items }) => [code, items.length])).toEqual([
    ['slow_down', 1],
    ['', 51],
  ]);
});

it('groups by code and cause, biggest first, and keeps the order inside', () => {
  const items: Dossier[] = [
    found('a', 'no_parcel', 'absent'),
    missing,
    found('b', 'slow_down', 'burst'),
    found('c', 'no_parcel', 'deleted'),
    found('d', 'slow_down', 'burst'),
    found('e', null, null),
  ];
  const result = resultGroups(items);
  expect(result.groups.map((g) => [g.code, g.cause, g.items.map((i) => i.request_id)])).toEqual([
    ['slow_down', 'burst', ['b', 'd']],
    ['no_parcel', 'absent', ['a']],
    ['no_parcel', 'deleted', ['c']],
    ['', '', ['e']],
  ]);
  expect(result.missing).toEqual([missing]);
});
