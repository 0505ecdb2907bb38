import type { ApiKey, MintedKey } from '@request-desk/shared/support-api';
import { stateOf } from '../directory/credential-state.ts';
import type { DirectoryKey, KeyWithSecret } from '../directory/directory.ts';

/** A stored key as the console shows it. */
export function storedAsWire(key: DirectoryKey, now: Date): ApiKey {
  return {
    id: key.id,
    org_id: key.orgId,
    name: key.name,
    prefix: key.prefix,
    scopes: [...key.scopes],
    state: stateOf(key, now),
    created_at: key.createdAt.toISOString(),
    expires_at: key.expiresAt?.toISOString() ?? null,
    revoked_at: key.revokedAt?.toISOString() ?? null,
    revoked_by: key.revokedBy,
    replaced_by: key.replacedBy,
    last_used_at: key.lastUsedAt?.toISOString() ?? null,
  };
}

/** A new key with its secret, for the one answer that shows it. */
export function mintedAsWire({ key, secret }: KeyWithSecret): MintedKey {
  const { id, prefix, scopes, expiresAt } = key;
  return { id, prefix, secret, scopes: [...scopes], expires_at: expiresAt?.toISOString() ?? null };
}
