import type { ExploreRow } from '@request-desk/shared/explore-api';
import { expect, it } from 'vitest';
import { KEPT_ROWS, withArrived, withEarlier } from './tail-buffer.ts';

const row = (id: number) => ({ request_id: `req_${id}` }) as ExploreRow;
const empty = { rows: [], fresh: new Set<string>() };
const ids = (rows: readonly ExploreRow[]) => rows.map((each) => each.request_id);

it('puts the newest on top', () => {
  const view = withArrived(withArrived(empty, [row(1), row(2)]), [row(3)]);
  expect(ids(view.rows)).toEqual(['req_3', 'req_2', 'req_1']);
  expect([...view.fresh]).toEqual(['req_3']);
});

it('shows a row once, however often it is sent', () => {
  const view = withArrived(withArrived(empty, [row(1)]), [row(1), row(2), row(2)]);
  expect(ids(view.rows)).toEqual(['req_2', 'req_1']);
});

it('forgets the oldest beyond its size', () => {
  const many = Array.from({ length: KEPT_ROWS + 5 }, (_, i) => row(i));
  const view = withArrived(empty, many);
  expect(view.rows).toHaveLength(KEPT_ROWS);
  expect(view.rows[0]?.request_id).toBe(`req_${KEPT_ROWS + 4}`);
});

it('puts what was there before below, without repeating what came since', () => {
  const view = withEarlier(withArrived(empty, [row(3)]), [row(3), row(2), row(1)]);
  expect(ids(view.rows)).toEqual(['req_3', 'req_2', 'req_1']);
  expect([...view.fresh]).toEqual(['req_3']);
});
