import type { ExploreRow } from '@request-desk/shared/explore-api';

/** A request of a list that succeeded. */
export const EXPLORE_ROW: ExploreRow = {
  request_id: 'req_0000000000000001',
  at: '2026-11-27T18:00:00.000Z',
  code: '',
  cause: '',
  status: 200,
  method: 'GET',
  route: '/x',
  org: 'org_1',
  key_prefix: '',
  key_id: '',
  duration_ms: 1,
  message: '',
  release: '',
  client: '',
};
