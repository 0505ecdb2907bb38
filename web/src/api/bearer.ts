import { storedValue } from './stored-value.ts';

/** The token of the sidebar page, in the storage of its frame. */
export const sidebarBearer = storedValue<string | null>({
  kind: 'local',
  key: 'request-desk.sidebar-token',
  parse: (text) => text,
  format: (token) => token,
});

/**
 * What the sidebar page, and it alone, sends where the browser kept no cookie for its frame. Browsers keep a
 * frame's storage apart for each site that it is framed by.
 */
export function bearerHeader(): Record<string, string> {
  const token = location.pathname === '/sidebar' ? sidebarBearer.read() : null;
  return token === null ? {} : { authorization: `Bearer ${token}` };
}
