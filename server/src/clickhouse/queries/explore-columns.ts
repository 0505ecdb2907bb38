import { CLIENT_CLOSED } from '@request-desk/shared/client-closed';
import { type ExploreRow, exploreRow, type FacetName } from '@request-desk/shared/explore-api';
import { REQUEST_COLUMNS, requestRowOf } from './request-row.ts';
import { STAT_DIMENSIONS } from './stat-columns.ts';

/** What a filter calls an outcome; `client_closed` is neither a success nor an error. */
const OUTCOME = `multiIf(Code != '', Code, Cause = '${CLIENT_CLOSED}', '${CLIENT_CLOSED}', 'success')`;

/** Columns that a row of the explorer has beside those of any list of requests. */
const BESIDE: Readonly<Record<Exclude<keyof ExploreRow, keyof typeof requestRowOf.shape>, string>> =
  {
    key_id: 'KeyId',
    message: 'Message',
    release: 'Release',
    client: "if(ClientVersion = '', Client, concat(Client, '/', ClientVersion))",
  };

/** Of `api_requests`; parsed by `exploreRowOf`. */
export const EXPLORE_COLUMNS = [
  REQUEST_COLUMNS,
  ...Object.entries(BESIDE).map(([name, sql]) => `${sql} AS ${name}`),
].join(', ');

export const exploreRowOf = exploreRow.extend(requestRowOf.shape);

/** What each facet counts and filters by, of `api_requests`. */
export const FACET_VALUE: Readonly<Record<FacetName, string>> = {
  code: OUTCOME,
  cause: 'Cause',
  status: 'toString(Status)',
  method: 'Method',
  route: 'Route',
  org: 'OrgId',
  key: 'KeyId',
  release: 'Release',
  client: 'Client',
};

/** The same of some facets. */
export function facetValues(fields: readonly FacetName[]): Readonly<Record<string, string>> {
  return Object.fromEntries(fields.map((field) => [field, FACET_VALUE[field]]));
}

/** Whether the hourly statistics can tell what a facet counts; else it is counted row by row. */
export function isCountedByHour(value: string): boolean {
  return !/^\w+$/.test(value) || STAT_DIMENSIONS.split(', ').includes(value);
}
