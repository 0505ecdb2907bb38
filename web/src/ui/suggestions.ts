import type { LucideIcon } from 'lucide-react';
import { createContext, useContext } from 'react';

/** Something the command box offers while one types. */
export interface Suggestion {
  readonly id: string;
  readonly label: string;
  /** What kind of thing it is, or what it leads to. */
  readonly hint: string;
  readonly icon?: LucideIcon;
  /** An error code whose colour stands before the label. */
  readonly code?: string;
  readonly run: () => void;
}

interface Suggestions {
  /** What fits `text`, best first. */
  readonly suggest: (text: string) => readonly Suggestion[];
  /** Called when somebody is about to type, so that lists can be fetched. */
  readonly wake: () => void;
}

export const SuggestionsContext = createContext<Suggestions>({
  suggest: () => [],
  wake: () => undefined,
});

export function useSuggestions(): Suggestions {
  return useContext(SuggestionsContext);
}
