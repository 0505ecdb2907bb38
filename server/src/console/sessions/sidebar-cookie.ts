import { DAY_MS } from '@request-desk/shared/durations';
import { SessionCookie } from './session-cookie.ts';

/** The token itself ends within a year; who uses it each day is asked for it as seldom. */
const LASTS_MS = 365 * DAY_MS;

/**
 * Carries a personal token in the frame of another site: kept for that site alone (CHIPS, `Partitioned`),
 * also where browsers block what they call third-party cookies. Only over https, or on loopback.
 */
const COOKIE = new SessionCookie('request_desk_sidebar', {
  secure: true,
  shape: /^[\w.~-]{8,200}$/,
  sameSite: 'None; Partitioned',
});

/** The token in a `Cookie` header, if there is one. */
export function sidebarTokenIn(header: string | undefined): string | undefined {
  return COOKIE.valuesIn(header)[0];
}

/** As the value of `Set-Cookie`. */
export function sidebarCookie(token: string): string {
  return COOKIE.set(token, LASTS_MS);
}
