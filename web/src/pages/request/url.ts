/** State of a request page that a shared link restores. */
export interface RequestSearch {
  /** The span whose details are open: its id, and `.2` behind it where it is the second with that id. */
  readonly span?: string;
  /** The organisation whose ticket this is; of another's request no reply is drafted. */
  readonly org?: string;
}

const MAX_ORG_LENGTH = 64;

/** Reads the address leniently: what it does not know is dropped. */
export function requestSearch(raw: Record<string, unknown>): RequestSearch {
  const span = String(raw.span ?? '').toLowerCase();
  const org = typeof raw.org === 'string' && raw.org.length <= MAX_ORG_LENGTH ? raw.org : '';
  return {
    ...(/^[0-9a-f]{16}(\.\d{1,3})?$/.test(span) ? { span } : {}),
    ...(org === '' ? {} : { org }),
  };
}
