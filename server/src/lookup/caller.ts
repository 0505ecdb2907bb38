import type { DossierRequest } from '@request-desk/shared/dossier';
import type { DirectoryKey } from '../directory/directory.ts';
import { DirectoryAway } from './prompt-directory.ts';
import type { LookupOptions } from './sources.ts';

/** Who made a request, as the directory has it. */
export interface KnownCaller {
  readonly orgName: string;
  readonly key: DirectoryKey | undefined;
  /** The key that took its place. */
  readonly replacement: DirectoryKey | undefined;
  /** With what to go on asking: without the directory while that is away. */
  readonly sources: LookupOptions;
}

/** Who called, as the directory has it; nobody while that is away. */
export async function callerOf(
  sources: LookupOptions,
  { org, key_id }: DossierRequest,
): Promise<KnownCaller> {
  const { directory } = sources;
  try {
    const [found, key] = await Promise.all([
      org === '' ? undefined : directory?.org(org),
      key_id === '' ? undefined : directory?.key(key_id),
    ]);
    const replacement = key?.replacedBy ? await directory?.key(key.replacedBy) : undefined;
    return { orgName: found?.name ?? '', key, replacement, sources };
  } catch (error) {
    if (!(error instanceof DirectoryAway)) throw error;
    const without = withoutDirectory(sources);
    return { orgName: '', key: undefined, replacement: undefined, sources: without };
  }
}

/** The same sources while the directory does not answer: verdicts leave out what it knows, and say so. */
export function withoutDirectory(sources: LookupOptions): LookupOptions {
  return { ...sources, directory: undefined, directoryAway: true };
}
