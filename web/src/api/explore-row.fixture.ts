import { type ExploreRow, exploreRow } from '@request-desk/shared/explore-api';

/** A request of a list that succeeded; what it leaves out is empty. */
export const EXPLORE_ROW: ExploreRow = exploreRow.parse({
  ...Object.fromEntries(
    Object.entries(exploreRow.shape).map(([name, field]) => [
      name,
      field.safeParse('').success ? '' : 0,
    ]),
  ),
  request_id: 'req_0000000000000001',
  at: '2026-11-27T18:00:00.000Z',
  status: 200,
  method: 'GET',
  route: '/x',
  org: 'org_1',
  duration_ms: 1,
});
