import type { Clue, ClueKind } from '@request-desk/shared/likely-api';
import { Pencil, RotateCcw, X } from 'lucide-react';
import { useState } from 'react';
import { cn } from '../../ui/cn.ts';
import { Instant } from '../../ui/instant.tsx';
import { ClueEdit } from './clue-edit.tsx';
import { typeable } from './typed-clue.ts';

const KIND: Readonly<Record<ClueKind, string>> = {
  org: 'organisation',
  key: 'key',
  id: 'about',
  code: 'code',
  status: 'status',
  method: 'method',
  path: 'path',
  client: 'client',
  time: 'time',
};

interface ClueChipsProps {
  readonly clues: readonly Clue[];
  readonly left: readonly Clue[];
  readonly onChange: (left: readonly Clue[]) => void;
  /** One was typed over; it counts then. */
  readonly onTyped: (old: Clue, typed: Clue) => void;
}

/** How the text was understood: each clue counts until it is taken out, and can be put back or typed over. */
export function ClueChips({ clues, left, onChange, onTyped }: ClueChipsProps) {
  const [edited, edit] = useState<Clue>();
  return (
    <ul aria-label="How the text was understood" className="flex flex-wrap items-center gap-1.5">
      {clues.map((clue) => {
        const counts = left.includes(clue);
        const Icon = counts ? X : RotateCcw;
        const key = `${clue.kind} ${clue.from ?? clue.value}`;
        if (clue === edited)
          return (
            <li key={key}>
              <ClueEdit
                clue={clue}
                name={KIND[clue.kind]}
                onDone={(typed) => {
                  edit(undefined);
                  if (typed && typeable(clue) !== typeable(typed)) onTyped(clue, typed);
                }}
              />
            </li>
          );
        return (
          <li key={key} className="inline-flex max-w-full min-w-0 items-center">
            <button
              type="button"
              aria-pressed={counts}
              aria-label={`${KIND[clue.kind]} ${clue.label}: ${counts ? 'used, ignore it' : 'ignored, use it'}`}
              title={clue.sure ? undefined : 'Inferred: has less weight'}
              onClick={() =>
                onChange(clues.filter((one) => (one === clue ? !counts : left.includes(one))))
              }
              className={cn(
                'inline-flex min-h-6.5 min-w-0 items-center gap-1 rounded-md border px-2 text-left text-xs',
                // A range of time is long: it may take two lines.
                clue.from ? 'max-w-full' : 'max-w-80',
                counts
                  ? 'border-accent-line bg-accent-soft'
                  : 'border-line bg-sunken text-fg-3 line-through',
                !clue.sure && 'border-dashed',
              )}
            >
              <span className={cn('shrink-0', counts && 'text-fg-2')}>{KIND[clue.kind]}</span>
              <bdi
                className={cn('min-w-0 truncate font-mono font-medium', counts && 'text-accent')}
              >
                {clue.label}
              </bdi>
              {clue.from && clue.to && (
                <span className={cn('min-w-0', counts && 'text-fg-2')}>
                  {clue.at ? (
                    <Instant iso={clue.at} show="stamp" />
                  ) : (
                    <>
                      <Instant iso={clue.from} show="stamp" /> –{' '}
                      <Instant iso={clue.to} show="stamp" />
                    </>
                  )}
                  {clue.zone === 'assumed' && ', zone assumed'}
                </span>
              )}
              <Icon aria-hidden="true" className="size-3 shrink-0" />
            </button>
            <button
              type="button"
              aria-label={`Edit ${KIND[clue.kind]} ${clue.label}`}
              title="Edit"
              onClick={() => edit(clue)}
              className="flex size-6.5 items-center justify-center rounded-md text-fg-3 hover:bg-hover hover:text-fg"
            >
              <Pencil aria-hidden="true" className="size-3" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
