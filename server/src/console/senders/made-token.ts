import { hash } from 'node:crypto';
import type { IngestToken, newIngestToken } from '@request-desk/shared/ingest-token-api';
import type { z } from 'zod';
import { newTimedId } from '../../database/new-id.ts';
import type { StoredIngestToken } from '../../database/senders/ingest-tokens.ts';
import { newSecret } from '../tokens/new-secret.ts';

/** The receiver knows tokens that staff made by it, and so do secret scanners. */
const PREFIX = 'rdi_';

/** A new credential to be stored; `secret` exists in this answer and nowhere else. */
export function madeToken(
  { name, kind, services, mib_per_minute }: z.output<typeof newIngestToken>,
  by: string,
  nowMs: number,
): { readonly token: StoredIngestToken; readonly secret: string } {
  const secret = PREFIX + newSecret();
  const token: StoredIngestToken = {
    id: newTimedId('igt', nowMs),
    secretHash: hash('sha256', secret),
    name,
    kind,
    services: [...new Set(services)],
    mibPerMinute: mib_per_minute,
    createdAt: new Date(nowMs),
    createdBy: by,
    lastUsedAt: null,
    revokedAt: null,
    revokedBy: null,
  };
  return { token, secret };
}

/** A credential as the console shows it. */
export function tokenAsWire(token: StoredIngestToken): IngestToken {
  const { id, name, kind, services, mibPerMinute, createdAt, createdBy, revokedAt } = token;
  return {
    id,
    name,
    kind,
    services,
    mib_per_minute: mibPerMinute,
    created_by: createdBy,
    state: revokedAt === null ? 'active' : 'revoked',
    created_at: createdAt.toISOString(),
    last_used_at: token.lastUsedAt?.toISOString() ?? null,
    revoked_at: revokedAt?.toISOString() ?? null,
  };
}
