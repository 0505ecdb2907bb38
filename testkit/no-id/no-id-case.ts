import type { ErrorCode } from '../../server/src/meetso/catalogue/causes.ts';

/** What a mail may quote of the failure that it is about. */
export interface Quotable {
  readonly org: string;
  readonly orgId: string;
  readonly keyId: string;
  readonly prefix: string;
  readonly domain: string;
  readonly meeting: string;
  /** Of the failure's day, in its writer's zone. */
  readonly weekday: string;
  readonly wochentag: string;
  /** `2026-11-25`, `25.11.2026`, `Nov 25`. */
  readonly iso: string;
  readonly datum: string;
  readonly monthDay: string;
  /** A `Date:` header's value, so many minutes after the failure. */
  readonly dateHeader: (minutesLater: number) => string;
  /** The failure's time in UTC, as logs write it. */
  readonly utc: string;
  /** Of another organisation. */
  readonly other: { readonly org: string; readonly prefix: string };
}

/** A mail without a request id, and the failure that it is about. */
export interface NoIdCase {
  readonly name: string;
  /** Place among the organisations; undefined: the call had no known key. */
  readonly org: number | undefined;
  readonly code: ErrorCode;
  readonly cause: string;
  readonly call: 'list' | 'one' | 'create';
  /** Days ago, time of day, zone. */
  readonly at: readonly [days: number, time: string, zone: string];
  readonly client?: string;
  readonly mail: (quoted: Quotable) => string;
}

export const BERLIN = 'Europe/Berlin';
export const PACIFIC = 'America/Los_Angeles';
export const EASTERN = 'America/New_York';
export const LONDON = 'Europe/London';
