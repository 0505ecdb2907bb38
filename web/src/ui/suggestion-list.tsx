import { cn } from './cn.ts';
import { codeColour } from './code-colour.ts';
import type { Suggestion } from './suggestions.ts';

interface SuggestionListProps {
  readonly id: string;
  readonly items: readonly Suggestion[];
  readonly active: number;
  readonly onPick: (item: Suggestion) => void;
  readonly onPoint: (index: number) => void;
}

/** What the command box offers; the input keeps the focus. */
export function SuggestionList({ id, items, active, onPick, onPoint }: SuggestionListProps) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Suggestions"
      className="absolute inset-x-0 top-full z-40 mt-1.5 max-h-[min(24rem,70dvh)] overflow-y-auto rounded-xl border border-line-strong bg-surface p-1.5 text-left shadow-lifted"
    >
      {items.map((item, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the input handles keys for its active option
        <div
          key={item.id}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onPointerMove={() => onPoint(index)}
          // The input must not lose the focus before the click is seen.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPick(item)}
          className={cn(
            'flex h-8.5 cursor-pointer items-center gap-2.5 rounded-md px-2.5 text-sm',
            index === active && 'bg-hover',
          )}
        >
          <span aria-hidden="true" className="flex w-4 shrink-0 justify-center text-fg-3">
            {item.code !== undefined ? (
              <span
                className="size-2 rounded-[3px]"
                style={{ background: codeColour(item.code).fill }}
              />
            ) : (
              item.icon && <item.icon className="size-4" />
            )}
          </span>
          <bdi className="min-w-0 flex-1 truncate font-medium">{item.label}</bdi>
          <bdi className="shrink-0 truncate text-xs text-fg-3 max-sm:max-w-[40%]">{item.hint}</bdi>
        </div>
      ))}
    </div>
  );
}
