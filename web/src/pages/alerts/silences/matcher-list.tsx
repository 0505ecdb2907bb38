import type { Matcher } from '@request-desk/shared/silences-api';
import { Plus } from 'lucide-react';
import { Button } from '../../../ui/button.tsx';
import { MatcherFields } from './matcher-fields.tsx';

const MAX_MATCHERS = 10;

/** A line while it is written. */
export type DraftMatcher = Matcher & { readonly key: string };

export function draftMatchers(matchers: readonly Matcher[]): DraftMatcher[] {
  return matchers.map((matcher) => ({ ...matcher, key: crypto.randomUUID() }));
}

export function matchersOf(draft: readonly DraftMatcher[]): Matcher[] {
  return draft.map(({ key: _, ...matcher }) => matcher);
}

interface MatcherListProps {
  readonly matchers: readonly DraftMatcher[];
  readonly onChange: (next: readonly DraftMatcher[]) => void;
}

/** Which alerts are meant: those that every line is true of. */
export function MatcherList({ matchers, onChange }: MatcherListProps) {
  return (
    <fieldset>
      <legend className="text-sm font-medium">Alerts where</legend>
      <div className="mt-1.5 space-y-1.5">
        {matchers.map((matcher, index) => (
          <MatcherFields
            key={matcher.key}
            matcher={matcher}
            onChange={(next) => onChange(matchers.with(index, { ...next, key: matcher.key }))}
            {...(matchers.length > 1
              ? { onRemove: () => onChange(matchers.toSpliced(index, 1)) }
              : {})}
          />
        ))}
      </div>
      {matchers.length < MAX_MATCHERS && (
        <Button
          variant="ghost"
          size="sm"
          className="mt-1"
          onClick={() =>
            onChange([...matchers, ...draftMatchers([{ label: 'code', op: '=', value: '' }])])
          }
        >
          <Plus aria-hidden="true" className="size-3.5" />
          Add condition
        </Button>
      )}
    </fieldset>
  );
}
