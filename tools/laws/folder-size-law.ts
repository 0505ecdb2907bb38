import { posix } from 'node:path';

const MOST_FILES = 25;
const REASON = /\bOver \d+ (?:files )?because\b/;

/**
 * Folders that hold more than 25 files directly while no line "Over 25 files because …" of their
 * README says why, one sentence each. `readmeOf` gives the README of a folder, if it has one.
 */
export function folderSizeFaults(
  files: readonly string[],
  readmeOf: (folder: string) => string | undefined,
): string[] {
  const folders = Map.groupBy(files, (file) => posix.dirname(file));
  return [...folders]
    .filter(([folder, { length }]) => length > MOST_FILES && !REASON.test(readmeOf(folder) ?? ''))
    .map(
      ([folder, { length }]) =>
        `${folder}: ${length} files; split it, or say in its README.md why ("Over 25 files because …")`,
    );
}
