import type { DossierRequest } from '@request-desk/shared/dossier';
import type { DirectoryKey } from '../directory/directory.ts';
import type { LookupOptions } from './sources.ts';

/** Who made a request, as the directory has it. */
export interface KnownCaller {
  readonly orgName: string;
  readonly key: DirectoryKey | undefined;
  /** The key that took its place. */
  readonly replacement: DirectoryKey | undefined;
}

/**
 * Who called, as the control plane has it. Undefined when that is away: then the event speaks alone,
 * and no sentence is built on a key that could not be read.
 */
export async function callerOf(
  { directory }: LookupOptions,
  { org, key_id }: DossierRequest,
): Promise<KnownCaller | undefined> {
  try {
    const [found, key] = await Promise.all([
      org === '' ? undefined : directory?.org(org),
      key_id === '' ? undefined : directory?.key(key_id),
    ]);
    const replacement = key?.replacedBy ? await directory?.key(key.replacedBy) : undefined;
    return { orgName: found?.name ?? '', key, replacement };
  } catch {
    return undefined;
  }
}
