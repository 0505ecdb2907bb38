import type { Clue } from '@request-desk/shared/likely-api';
import type { Directory } from '../../directory/directory.ts';
import { orgClues } from './org-clues.ts';
import type { TextClues } from './read-clues.ts';

/** The clues of a text with those that only the directory knows: names of organisations, of keys. */
export async function knownClues(
  directory: Directory | undefined,
  said: TextClues,
): Promise<Clue[]> {
  const named = await orgClues(directory, said);
  const clues = await Promise.all(said.clues.map((clue) => labelled(directory, clue)));
  const ids = new Set(named.map(({ value }) => value));
  return [...named, ...clues.filter(({ kind, value }) => kind !== 'org' || !ids.has(value))];
}

async function labelled(directory: Directory | undefined, clue: Clue): Promise<Clue> {
  // Without the control plane ids have to do.
  if (clue.kind === 'org') {
    const org = await directory?.org(clue.value).catch(() => undefined);
    return org ? { ...clue, label: org.name } : clue;
  }
  if (clue.kind !== 'key' || clue.label !== clue.value) return clue;
  const key = await directory?.key(clue.value).catch(() => undefined);
  return key ? { ...clue, label: `${key.prefix}…` } : clue;
}
