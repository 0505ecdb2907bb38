/** State of a request page that a shared link restores. */
export interface RequestSearch {
  /** The span whose details are open. */
  readonly span?: string;
}

/** Reads the address leniently: what it does not know is dropped. */
export function requestSearch(raw: Record<string, unknown>): RequestSearch {
  const span = String(raw.span ?? '').toLowerCase();
  return /^[0-9a-f]{16}$/.test(span) ? { span } : {};
}
