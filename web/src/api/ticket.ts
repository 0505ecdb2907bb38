import { storedValue } from './stored-value.ts';

const MAX_TICKET_LENGTH = 100;

/** The ticket that this tab works on; it goes with every call, for the audit. Empty: none. */
export const ticket = storedValue<string>({
  kind: 'session',
  key: 'request-desk-ticket',
  parse: (text) => text ?? '',
  format: (text) => text.slice(0, MAX_TICKET_LENGTH),
});

/** The header that carries it: percent-encoded, because headers hold Latin-1. */
export function ticketHeader(): Record<string, string> {
  const text = ticket.read().trim();
  return text === '' ? {} : { 'x-ticket': encodeURIComponent(text.toWellFormed()) };
}
