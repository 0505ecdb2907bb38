import { browserStorage } from './browser-storage.ts';

const KEY = 'request-desk.sidebar-token';

/**
 * A frame of another site gets no session's cookie (SameSite=Lax), so the sidebar page, and it alone, sends a
 * personal token. Browsers keep a frame's storage apart for each site that it is framed by.
 */
export function bearerHeader(): Record<string, string> {
  const token = location.pathname === '/sidebar' ? browserStorage('local').getItem(KEY) : null;
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

/** Keeps the token in this frame, or forgets it. */
export function keepBearer(token: string | undefined): void {
  if (token === undefined) browserStorage('local').removeItem(KEY);
  else browserStorage('local').setItem(KEY, token);
}
