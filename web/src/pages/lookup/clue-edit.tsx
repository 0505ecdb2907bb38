import type { Clue } from '@request-desk/shared/likely-api';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orgsQuery } from '../../api/orgs.ts';
import { cn } from '../../ui/cn.ts';
import { fieldLook } from '../../ui/field.tsx';
import { typeable, typedClue } from './typed-clue.ts';

interface ClueEditProps {
  readonly clue: Clue;
  /** What the clue is called. */
  readonly name: string;
  /** Undefined: it stays as it was. */
  readonly onDone: (typed: Clue | undefined) => void;
}

/** A clue while it is typed over; Enter takes it, Escape leaves it. */
export function ClueEdit({ clue, name, onDone }: ClueEditProps) {
  const [text, setText] = useState(() => typeable(clue));
  const orgs = useQuery(orgsQuery()).data?.items ?? [];
  const isTime = clue.kind === 'time';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onDone(typedClue(clue, text, orgs));
      }}
      className="inline-flex items-center gap-1 text-xs"
    >
      <input
        // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was pressed
        autoFocus
        type={isTime ? 'datetime-local' : 'text'}
        aria-label={isTime ? 'time (UTC)' : name}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={({ key }) => key === 'Escape' && onDone(undefined)}
        onBlur={() => onDone(typedClue(clue, text, orgs))}
        className={cn(fieldLook, 'h-6.5 w-52 font-mono text-xs')}
      />
      {isTime && <span className="text-fg-3">UTC</span>}
    </form>
  );
}
