import type { DeployMarker } from '../../server/src/alerts/engine/bucket.ts';
import type { Install, Size } from './install.ts';

/** Something that happens to the traffic between two times, in seconds since the epoch. */
export interface Effect {
  readonly from: number;
  readonly to: number;
  /** Nobody, or no route, left out: everybody. Indices into the install. */
  readonly orgs?: ReadonlySet<number>;
  readonly routes?: ReadonlySet<number>;
  /** Share of the requests that ends in this status, on top of what is usual. */
  readonly fails?: { readonly status: 500 | 429; readonly share: number | ((t: number) => number) };
  /** Traffic is so many times what it would be. */
  readonly traffic?: number | ((t: number) => number);
  /** One client on one route: requests per second that all end in 500. */
  readonly retries?: { readonly org: number; readonly route: number; readonly rps: number };
  /** The telemetry itself is lost. */
  readonly blackout?: boolean;
}

/** What ought to be noticed: one alert with this key, from `onset` to `end`, paged or not. */
export interface Incident {
  readonly key: string;
  readonly onset: number;
  readonly end: number;
  /** `either`: a page is neither wanted nor wrong. */
  readonly page: boolean | 'either';
  /** Keys (a `*` at the end for any) whose alerts are beside the point, and extra if they page. */
  readonly accept: readonly string[];
}

/** Alerts that are neither wanted nor wrong; a page is wrong unless `pageOk`. */
export interface Neutral {
  readonly keys: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly pageOk: boolean;
}

/** One install over some hours, and what is true of it. */
export interface Scenario {
  readonly id: string;
  readonly kind: string;
  readonly size: Size;
  readonly install: Install;
  readonly start: number;
  readonly end: number;
  readonly heartbeats: boolean;
  /** Nothing happens but what always does: counts for pages in quiet time. */
  readonly quiet: boolean;
  readonly effects: readonly Effect[];
  readonly deploys: readonly DeployMarker[];
  readonly incidents: readonly Incident[];
  readonly neutrals: readonly Neutral[];
}
