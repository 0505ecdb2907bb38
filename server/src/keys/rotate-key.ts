import type { DirectoryKey, DirectoryManagement, KeyWithSecret } from '../directory/directory.ts';

interface Rotation {
  readonly by: string;
  /** The old key stays valid until it is revoked by hand. */
  readonly keepOld: boolean;
  readonly at: Date;
}

/**
 * A new key like `old`, which is revoked in its favour. Undefined when somebody else was faster: of
 * two rotations at once one wins, and the loser's key is taken back.
 */
export async function rotateKey(
  keys: Pick<DirectoryManagement, 'mint' | 'revoke'>,
  old: DirectoryKey,
  { by, keepOld, at }: Rotation,
): Promise<KeyWithSecret | undefined> {
  const { orgId, name, scopes, expiresAt } = old;
  const minted = await keys.mint({ orgId, name, scopes, expiresAt }, at);
  if (keepOld) return minted;
  const revoked = await keys.revoke(old.id, by, at, minted.key.id);
  if (revoked?.replacedBy === minted.key.id) return minted;
  await keys.revoke(minted.key.id, by, at);
  return undefined;
}
