import type { Clue, ClueKind } from '@request-desk/shared/likely-api';
import { RotateCcw, X } from 'lucide-react';
import { cn } from '../../ui/cn.ts';
import { Instant } from '../../ui/instant.tsx';

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
}

/** How the text was understood: each clue counts until it is taken out, and can be put back. */
export function ClueChips({ clues, left, onChange }: ClueChipsProps) {
  return (
    <ul aria-label="How the text was understood" className="flex flex-wrap items-center gap-1.5">
      {clues.map((clue) => {
        const counts = left.includes(clue);
        const Icon = counts ? X : RotateCcw;
        return (
          <li key={`${clue.kind} ${clue.from ?? clue.value}`}>
            <button
              type="button"
              aria-pressed={counts}
              aria-label={`${KIND[clue.kind]} ${clue.label}: ${counts ? 'counts, leave it out' : 'left out, let it count'}`}
              title={clue.sure ? undefined : 'Read between the lines: counts for less'}
              onClick={() =>
                onChange(clues.filter((one) => (one === clue ? !counts : left.includes(one))))
              }
              className={cn(
                'inline-flex h-6.5 max-w-80 items-center gap-1 rounded-md border px-2 text-xs',
                counts
                  ? 'border-accent-line bg-accent-soft'
                  : 'border-line bg-sunken text-fg-3 line-through',
                !clue.sure && 'border-dashed',
              )}
            >
              <span className={counts ? 'text-fg-2' : ''}>{KIND[clue.kind]}</span>
              <bdi className={cn('truncate font-mono font-medium', counts && 'text-accent')}>
                {clue.label}
              </bdi>
              {clue.from && clue.to && (
                <span className={counts ? 'whitespace-nowrap text-fg-2' : 'whitespace-nowrap'}>
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
          </li>
        );
      })}
    </ul>
  );
}
