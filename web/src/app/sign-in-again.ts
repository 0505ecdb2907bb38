import { ApiFailure } from '../api/client.ts';

/** A session that has ended: the sign-in page leads back to where one was. */
export function signInAgain(error: unknown): void {
  if (!(error instanceof ApiFailure) || error.status !== 401) return;
  const here = location.pathname + location.search;
  location.assign(`/login?next=${encodeURIComponent(here)}`);
}
