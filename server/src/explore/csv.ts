import { Readable } from 'node:stream';
import { type ExploreRow, exploreRow, type RequestFilter } from '@request-desk/shared/explore-api';
import type { ClickHouse } from '../clickhouse/client.ts';
import { searchRequests } from '../clickhouse/queries/search.ts';
import type { TimeRange } from '../clickhouse/queries/time-range.ts';
import { csvLine } from '../http/csv-line.ts';
import { mapInTurns } from '../workers/loop-turns.ts';

const MAX_ROWS = 100_000;
const PAGE_ROWS = 5_000;
const COLUMNS = exploreRow.keyof().options;

/** RFC 4180, newest first, at most 100,000 rows; written as fast as the reader reads. */
export async function csvOf(
  clickhouse: ClickHouse,
  range: TimeRange,
  filter: RequestFilter,
): Promise<Readable> {
  // The first page is read before anything is sent, so that an outage is answered with its status.
  const first = await searchRequests(clickhouse, { range, filter, limit: PAGE_ROWS });
  async function* pages() {
    yield csvLine(COLUMNS);
    let [page, sent] = [first, 0];
    while (page.length > 0) {
      const lines = await mapInTurns(page, lineOf);
      yield lines.join('');
      sent += page.length;
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE_ROWS || sent >= MAX_ROWS) return;
      page = await searchRequests(clickhouse, {
        range,
        filter,
        before: last.place,
        limit: PAGE_ROWS,
      });
    }
  }
  return Readable.from(pages(), { highWaterMark: 1 });
}

function lineOf({ row }: { readonly row: ExploreRow }): string {
  return csvLine(COLUMNS.map((name) => String(row[name])));
}
