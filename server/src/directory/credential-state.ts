/** When a key or a token ends, or was ended. */
interface Lifetime {
  readonly revokedAt: Date | null;
  readonly expiresAt: Date | null;
}

/** Revoked wins over expired: it is what somebody decided. */
export function stateOf({ revokedAt, expiresAt }: Lifetime, now: Date) {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active';
}
