import { ATTR } from '@request-desk/shared/attributes';
import type { DossierRequest } from '@request-desk/shared/dossier';
import { classOf } from '@request-desk/shared/profile-codes';
import type { DirectoryKey } from '../directory/directory.ts';
import { DirectoryAway } from './prompt-directory.ts';
import type { LookupOptions } from './sources.ts';

/** Who made a request, as the directory has it. */
export interface KnownCaller {
  readonly orgName: string;
  readonly key: DirectoryKey | undefined;
  /** The key that took its place. */
  readonly replacement: DirectoryKey | undefined;
  /** Other keys of the same organisation that work now and hold the scope that this one lacked. */
  readonly holders: readonly DirectoryKey[];
  /** With what to go on asking: without the directory while that is away. */
  readonly sources: LookupOptions;
}

/** Who called, as the directory has it; nobody while that is away. */
export async function callerOf(
  sources: LookupOptions,
  { org, key_id, code, status, attributes }: DossierRequest,
): Promise<KnownCaller> {
  const { directory } = sources;
  try {
    const [found, key] = await Promise.all([
      org === '' ? undefined : directory?.org(org),
      key_id === '' ? undefined : directory?.key(key_id),
    ]);
    const replacement = key?.replacedBy ? await directory?.key(key.replacedBy) : undefined;
    // Whatever has a scope to be held says which; only who lacked it asks for other keys.
    const isLacking = classOf(sources.profile, code ?? '', status) === 'permission';
    const scope = attributes[ATTR.scopeRequired] ?? '';
    const asks = isLacking && scope !== '' && org !== '';
    const keys = asks ? ((await directory?.keysOf(org)) ?? []) : [];
    const holders = holdersAmong(keys, { org, scope, not: key_id, nowMs: sources.now() });
    return { orgName: found?.name ?? '', key, replacement, holders, sources };
  } catch (error) {
    if (!(error instanceof DirectoryAway)) throw error;
    const without = withoutDirectory(sources);
    return { ...NOBODY, sources: without };
  }
}

const NOBODY = { orgName: '', key: undefined, replacement: undefined, holders: [] };

/** Active keys of `org` with `scope`; the one that was used last comes first. */
function holdersAmong(
  keys: readonly DirectoryKey[],
  { org, scope, not, nowMs }: { org: string; scope: string; not: string; nowMs: number },
): DirectoryKey[] {
  const works = ({ revokedAt, expiresAt }: DirectoryKey) =>
    revokedAt === null && (expiresAt === null || expiresAt.getTime() > nowMs);
  return keys
    .filter((one) => one.orgId === org && one.id !== not && works(one))
    .filter(({ scopes }) => scopes.some((own) => own === scope))
    .toSorted((a, b) => Number(b.lastUsedAt) - Number(a.lastUsedAt));
}

/** The same sources while the directory does not answer: verdicts leave out what it knows, and say so. */
export function withoutDirectory(sources: LookupOptions): LookupOptions {
  return { ...sources, directory: undefined, directoryAway: true };
}
