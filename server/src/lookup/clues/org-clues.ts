import type { Clue } from '@request-desk/shared/likely-api';
import type { Directory, DirectoryOrg } from '../../directory/directory.ts';
import type { TextClues } from './read-clues.ts';

/** What says of which kind a company is, and not which. */
const LEGAL =
  /^(?:gmbh|mbh|inc|ltd|limited|llc|ag|corp|corporation|co|company|se|kg|ug|bv|sa|sas|srl|plc|oy|ab|the|and|und)$/;
/** Mail of these is of anybody. */
const MAIL_HOSTS =
  /(?:^|\.)(?:gmail|googlemail|outlook|hotmail|yahoo|icloud|gmx|web|proton|protonmail|aol)\.[a-z.]+$/;
const LEAST_WORD = 5;
const LONGEST_NAME = 12;

interface Named {
  readonly org: DirectoryOrg;
  /** Words of the name that distinguish it from others. */
  readonly words: readonly string[];
}

/** Organisations that a text names, by the whole name, the domain of a mail or a word of its own. */
export async function orgClues(
  directory: Directory | undefined,
  { words, domains }: Pick<TextClues, 'words' | 'domains'>,
): Promise<Clue[]> {
  // A directory that does not manage organisations has no list of their names.
  const orgs = (await directory?.management?.orgs().catch(() => undefined)) ?? [];
  const named = orgs.map(namedOf).filter((one) => one.words.length > 0);
  const found = new Map<string, Clue>();
  const note = (org: DirectoryOrg, sure: boolean) => {
    const before = found.get(org.id);
    if (!before?.sure) found.set(org.id, { kind: 'org', value: org.id, label: org.name, sure });
  };
  const byFirst = Map.groupBy(named, (one) => one.words[0] ?? '');
  for (let at = 0; at < words.length; at++)
    for (const one of byFirst.get(words[at] ?? '') ?? [])
      if (one.words.every((word, n) => words[at + n] === word)) note(one.org, isTelling(one));
  for (const domain of domains) {
    if (MAIL_HOSTS.test(domain)) continue;
    const host = domain.split('.').slice(0, -1).join('').replaceAll('-', '');
    for (const { org, words: own } of named)
      if (
        host.endsWith(own.join('')) ||
        (own[0] !== undefined && own[0].length > LEAST_WORD && host === own[0])
      )
        note(org, own.join('').length >= LEAST_WORD);
  }
  const said = new Set(words);
  for (const [first, same] of byFirst)
    if (same.length === 1 && first.length > LEAST_WORD && said.has(first))
      for (const { org } of same) note(org, false);
  return [...found.values()].slice(0, 10);
}

function namedOf(org: DirectoryOrg): Named {
  const words = org.name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return { org, words: words.filter((word) => !LEGAL.test(word)).slice(0, LONGEST_NAME) };
}

/** One short word may be a word of prose. */
function isTelling({ words }: Named): boolean {
  return words.length > 1 || (words[0]?.length ?? 0) > LEAST_WORD;
}
