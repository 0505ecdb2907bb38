/** What a help desk says of its ticket. */
export interface Ticket {
  readonly text: string;
  /** Id of the organisation that asks; empty: not said. */
  readonly org: string;
}

const MAX_TEXT_LENGTH = 200_000;

/**
 * `?text=…&org=…`, or the same behind `#`, which no browser sends to a server: a log on the way then never
 * sees the customer's text. What stands behind `#` counts where both are there.
 */
export function ticketIn({ search, hash }: Pick<Location, 'search' | 'hash'>): Ticket {
  const [fragment, query] = [new URLSearchParams(hash.slice(1)), new URLSearchParams(search)];
  const of = (name: string) => fragment.get(name) ?? query.get(name) ?? '';
  return { text: of('text').slice(0, MAX_TEXT_LENGTH), org: of('org').trim().slice(0, 64) };
}
