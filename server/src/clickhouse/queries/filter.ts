import { CLIENT_CLOSED } from '@request-desk/shared/client-closed';
import { FACETS, type FacetName, type RequestFilter } from '@request-desk/shared/explore-api';
import { FACET_VALUE, isCountedByHour } from './explore-columns.ts';

/** Conditions on `api_requests` and on tables with the same columns, with their parameters. */
export interface Conditions {
  readonly sql: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Text columns that `text=` looks into. */
const SEARCHED = [
  'Message',
  'Path',
  'RequestId',
  'ClientRequestId',
  'UserAgent',
  'Field',
  'ExceptionType',
];

/** Facets that are more than the values of one column. */
const OWN_CONDITION: readonly FacetName[] = ['code', 'status', 'key', 'client'];
const PLAIN = FACETS.filter((facet) => !OWN_CONDITION.includes(facet));

/** A filter of what rates and totals count: causes that they leave out are no part of the wire's. */
export type CountedFilter = RequestFilter & { readonly uncounted?: readonly string[] | undefined };

/** The WHERE clause of a filter, to be joined by AND; `1` when everything passes. */
export function conditionsOf(filter: CountedFilter): Conditions {
  const parts: string[] = [];
  const params: Record<string, unknown> = {};
  const bind = (name: string, type: string, value: unknown) => {
    params[name] = value;
    return `{${name}: ${type}}`;
  };
  if (filter.code) parts.push(codeCondition(filter.code, bind));
  if (filter.uncounted)
    parts.push(`Cause NOT IN ${bind('uncounted', 'Array(String)', filter.uncounted)}`);
  if (filter.status) parts.push(statusCondition(filter.status, bind));
  for (const name of PLAIN) {
    const values = filter[name];
    if (values)
      parts.push(`${FACET_VALUE[name]} IN ${bind(name, 'Array(String)', values.map(stored))}`);
  }
  if (filter.key) {
    const keys = bind('key', 'Array(String)', filter.key.map(stored));
    // An unknown caller has neither; without the first part `-` would match nobody's prefix.
    parts.push(`(KeyId IN ${keys} OR (KeyPrefix != '' AND KeyPrefix IN ${keys}))`);
  }
  if (filter.client) parts.push(clientCondition(filter.client, bind));
  const text = filter.text?.trim();
  if (text) {
    const part = bind('text', 'String', text);
    parts.push(
      `(${SEARCHED.map((c) => `positionCaseInsensitiveUTF8(${c}, ${part}) > 0`).join(' OR ')})`,
    );
  }
  return { sql: parts.join(' AND ') || '1', params };
}

/** Whether the hourly statistics have all columns that the filter asks about. */
export function countsByHour(filter: RequestFilter): boolean {
  return (
    !filter.text?.trim() &&
    !filter.client?.some((client) => client.includes('/')) &&
    FACETS.every((facet) => !filter[facet] || isCountedByHour(FACET_VALUE[facet]))
  );
}

type Bind = (name: string, type: string, value: unknown) => string;

function codeCondition(codes: readonly string[], bind: Bind): string {
  const plain = codes.filter((code) => !['success', 'error', CLIENT_CLOSED].includes(code));
  const parts = [];
  // By the column itself where possible: it has an index.
  if (plain.length > 0) parts.push(`Code IN ${bind('code', 'Array(String)', plain)}`);
  if (codes.includes('error')) parts.push("Code != ''");
  if (codes.includes('success')) parts.push(`(Code = '' AND Cause != '${CLIENT_CLOSED}')`);
  if (codes.includes(CLIENT_CLOSED)) parts.push(`(Code = '' AND Cause = '${CLIENT_CLOSED}')`);
  return anyOf(parts);
}

function statusCondition(statuses: readonly string[], bind: Bind): string {
  const exact = statuses.filter((status) => /^\d+$/.test(status)).map(Number);
  const classes = statuses.filter((status) => status.endsWith('xx')).map((s) => Number(s[0]));
  const parts = [];
  if (exact.length > 0) parts.push(`Status IN ${bind('status', 'Array(UInt16)', exact)}`);
  if (classes.length > 0)
    parts.push(`intDiv(Status, 100) IN ${bind('classes', 'Array(UInt16)', classes)}`);
  return anyOf(parts);
}

function clientCondition(clients: readonly string[], bind: Bind): string {
  const names = clients.filter((client) => !client.includes('/'));
  const versions = clients.filter((client) => client.includes('/'));
  const parts = [];
  if (names.length > 0)
    parts.push(`Client IN ${bind('client', 'Array(String)', names.map(stored))}`);
  if (versions.length > 0)
    parts.push(
      `concat(Client, '/', ClientVersion) IN ${bind('versions', 'Array(String)', versions)}`,
    );
  return anyOf(parts);
}

/** No part at all comes from an empty list, such as `code=,`: it narrows nothing. */
function anyOf(parts: readonly string[]): string {
  return parts.length === 0 ? '1' : `(${parts.join(' OR ')})`;
}

function stored(value: string): string {
  return value === '-' ? '' : value;
}
