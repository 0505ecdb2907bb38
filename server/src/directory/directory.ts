/** An organisation as its own system calls it. */
export interface DirectoryOrg {
  readonly id: string;
  readonly name: string;
}

/** What is known of a key; never more of the secret than its prefix. */
export interface DirectoryKey {
  readonly id: string;
  readonly orgId: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  /** The person who revoked it. */
  readonly revokedBy: string | null;
  /** Id of the key that took its place. */
  readonly replacedBy: string | null;
  readonly lastUsedAt: Date | null;
}

/**
 * Who an organisation is and what is known of a key. A desk may have none: then pages and verdicts
 * leave out what nobody knows. Each call may fail when whatever is behind it is away.
 */
export interface Directory {
  org(id: string): Promise<DirectoryOrg | undefined>;
  key(id: string): Promise<DirectoryKey | undefined>;
  /** Keys that begin alike; a bounded number. */
  keysByPrefix(prefix: string): Promise<readonly DirectoryKey[]>;
  /** Of one organisation, oldest first. */
  keysOf(orgId: string): Promise<readonly DirectoryKey[]>;
  /** Where keys and organisations can be changed from the desk. */
  readonly management?: DirectoryManagement;
}

/** A key to be made. */
export interface NewKey {
  readonly orgId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAt?: Date | null | undefined;
}

/** `secret` exists in this answer and nowhere else. */
export interface KeyWithSecret {
  readonly key: DirectoryKey;
  readonly secret: string;
}

/** A process of the API that may still admit a key that was revoked; `lastSeen` is ISO 8601, by the database's clock. */
export interface UnconfirmedProcess {
  readonly instance: string;
  readonly host: string;
  readonly lastSeen: string;
}

/** What a member of staff can change; `by` is who does. A rotation is a key minted, one revoked. */
export interface DirectoryManagement {
  /** All organisations, oldest first. */
  orgs(): Promise<readonly DirectoryOrg[]>;
  createOrg(name: string, now: Date): Promise<DirectoryOrg>;
  mint(key: NewKey, now: Date): Promise<KeyWithSecret>;
  /** For good; a key that was revoked before stays as it was. */
  revoke(id: string, by: string, now: Date, replacedBy?: string): Promise<DirectoryKey | undefined>;
  /** Removes an organisation for good, with its keys and what it made; returns how many things went. */
  erase(orgId: string, by: string, now: Date): Promise<number>;
  /** Waits, for a bounded time, until all know of what is revoked now; those that did not confirm. */
  unconfirmed(): Promise<readonly UnconfirmedProcess[]>;
}
