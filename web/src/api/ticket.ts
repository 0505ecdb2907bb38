const KEY = 'request-desk-ticket';
const LONGEST = 100;
const listeners = new Set<() => void>();

/** The ticket that this tab works on; it goes with every call, for the audit. Empty: none. */
export function currentTicket(): string {
  try {
    return sessionStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

export function setTicket(ticket: string): void {
  try {
    sessionStorage.setItem(KEY, ticket.slice(0, LONGEST));
  } catch {
    // A browser without storage sends none.
  }
  for (const tell of listeners) tell();
}

/** Calls `tell` after each change, until what it returns is called. */
export function onTicket(tell: () => void): () => void {
  listeners.add(tell);
  return () => void listeners.delete(tell);
}

/** The header that carries it: percent-encoded, because headers hold Latin-1. */
export function ticketHeader(): Record<string, string> {
  const ticket = currentTicket().trim();
  return ticket === '' ? {} : { 'x-ticket': encodeURIComponent(ticket.toWellFormed()) };
}
