import { codeNames } from '@request-desk/shared/profile-codes';
import type { Org } from '@request-desk/shared/support-api';
import type { UseNavigateResult } from '@tanstack/react-router';
import { Building2, CircleHelp, KeyRound, SunMoon, TextSearch } from 'lucide-react';
import { apiProfile } from '../../api/profile.ts';
import type { RecentLookup } from '../../api/recent-lookups.ts';
import { idPattern, keyStart, someOf } from '../../ui/id-pattern.ts';
import { stripSecrets } from '../../ui/strip-secrets.ts';
import type { Suggestion } from '../../ui/suggestions.ts';
import { readTheme, setTheme } from '../../ui/theme.ts';
import { navigation } from '../navigation.ts';

interface SuggestionDeps {
  readonly navigate: UseNavigateResult<string>;
  readonly lookups: readonly RecentLookup[];
  readonly orgs: readonly Org[];
  readonly onHelp: () => void;
}

const MAX_SUGGESTIONS = 8;

/** What the command box offers for `text`; nothing for a whole request id, which Enter looks up. */
export function suggestionsFor(text: string, sources: SuggestionDeps): readonly Suggestion[] {
  const typed = text.trim().toLowerCase();
  if (idPattern(apiProfile().request_id, 'i').test(typed)) return [];
  const graded = [
    ...recent(sources),
    ...pages(sources),
    ...codes(sources),
    ...orgs(sources),
    ...actions(sources),
  ]
    .map((each) => ({ ...each, grade: matchGrade(typed, each.label.toLowerCase(), each.words) }))
    .filter(({ grade, needsText }) => grade > 0 && !(typed === '' && needsText))
    .sort((a, b) => b.grade - a.grade)
    .slice(0, MAX_SUGGESTIONS);
  return [...keyOf(text.trim(), sources), ...graded, ...search(text.trim(), sources)];
}

/** `needsText` ones are offered only once something was typed. */
type Offer = Suggestion & { readonly words?: string; readonly needsText?: boolean };

function recent({ lookups, navigate }: SuggestionDeps): Offer[] {
  return lookups.slice(0, 4).map((lookup) => ({
    id: lookup.request_id,
    label: lookup.request_id,
    hint: lookup.org || lookup.code || 'success',
    code: lookup.code,
    words: lookup.org.toLowerCase(),
    run: () => void navigate({ to: '/r/$id', params: { id: lookup.request_id } }),
  }));
}

function pages({ navigate }: SuggestionDeps): Offer[] {
  return navigation().map(({ to, label, icon, words, key }) => ({
    id: to,
    label,
    hint: `g ${key}`,
    icon,
    words,
    run: () => void navigate({ to }),
  }));
}

function codes({ navigate }: SuggestionDeps): Offer[] {
  return codeNames(apiProfile()).map((code) => ({
    id: code,
    label: code,
    hint: 'Error code',
    code,
    needsText: true,
    run: () => void navigate({ to: '/codes/$code', params: { code } }),
  }));
}

function orgs({ orgs: all, navigate }: SuggestionDeps): Offer[] {
  return all.map(({ id, name }) => ({
    id,
    label: name,
    hint: 'Organisation',
    icon: Building2,
    words: id,
    needsText: true,
    run: () => void navigate({ to: '/orgs/$id', params: { id } }),
  }));
}

function actions({ onHelp }: SuggestionDeps): Offer[] {
  const other = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
  return [
    {
      id: 'theme',
      label: `Use the ${other} theme`,
      hint: readTheme() === 'system' ? 'now follows the system' : 'Action',
      icon: SunMoon,
      needsText: true,
      run: () => setTheme(other),
    },
    {
      id: 'help',
      label: 'Keyboard shortcuts',
      hint: '?',
      icon: CircleHelp,
      words: 'keys shortcuts',
      needsText: true,
      run: onHelp,
    },
  ];
}

function keyOf(text: string, { navigate }: SuggestionDeps): Suggestion[] {
  const prefix = shownKey(text);
  if (prefix === undefined) return [];
  return [
    {
      id: 'key',
      label: `Requests of key ${prefix}…`,
      hint: 'Explore',
      icon: KeyRound,
      run: () => void navigate({ to: '/explore', search: { key: [prefix] } }),
    },
  ];
}

function search(typed: string, { navigate }: SuggestionDeps): Suggestion[] {
  const { text } = stripSecrets(typed);
  if (text === '' || shownKey(text) !== undefined) return [];
  return [
    {
      id: 'search',
      label: `Search requests for “${text}”`,
      hint: 'Explore',
      icon: TextSearch,
      run: () => void navigate({ to: '/explore', search: { q: text } }),
    },
  ];
}

/** What may be shown of the key that `text` begins with, or undefined when it begins with none. */
function shownKey(text: string): string | undefined {
  const profile = apiProfile();
  const { key } = profile;
  if (key === null) return undefined;
  const shown = key.shown - key.prefix.length;
  return new RegExp(`^${keyStart(key, profile)}${someOf(key)}{${shown}}`).exec(text)?.[0];
}

/**
 * How well `words` match `typed`, both in lower case: 2 when the name itself begins so, 1 when each
 * typed word begins some word of it, 0 when not at all.
 */
export function matchGrade(typed: string, name: string, words = ''): 0 | 1 | 2 {
  const wanted = typed.split(/[\s_]+/).filter((word) => word !== '');
  if (wanted.length === 0) return 1;
  if (name.startsWith(typed)) return 2;
  const offered = `${name} ${words}`.split(/[\s_]+/);
  return wanted.every((word) => offered.some((each) => each.startsWith(word))) ? 1 : 0;
}
