import { browserStorage } from './browser-storage.ts';

const KEY = 'request-desk.sidebar-token';

/**
 * What the sidebar page, and it alone, sends where the browser kept no cookie for its frame. Browsers keep a
 * frame's storage apart for each site that it is framed by.
 */
export function bearerHeader(): Record<string, string> {
  const token = location.pathname === '/sidebar' ? browserStorage('local').getItem(KEY) : null;
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

/** Keeps the token in this frame's storage. */
export function keepBearer(token: string): void {
  browserStorage('local').setItem(KEY, token);
}
