import { CodeBadge } from '../../ui/code-badge.tsx';
import { Instant } from '../../ui/instant.tsx';

/** One request that can be looked at. */
export interface Choosable {
  readonly id: string;
  /** Empty: it succeeded; undefined: it was not found. */
  readonly code: string | undefined;
  /** When it was, or why it was not found. */
  readonly note: string;
}

interface ChoiceProps {
  readonly title: string;
  readonly of: readonly Choosable[];
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
  /** All of them can be answered at once. */
  readonly all?: { readonly chosen: boolean; readonly onChoose: () => void };
}

/** Requests to choose one from. */
export function Choice({ title, of, chosen, onChoose, all }: ChoiceProps) {
  return (
    <section
      aria-label={title}
      className="rounded-xl border border-line bg-surface p-2 shadow-card"
    >
      <h2 className="px-1 text-xs font-semibold">{title}</h2>
      {all && (
        <button
          type="button"
          aria-pressed={all.chosen}
          onClick={all.onChoose}
          className="mt-1 w-full rounded-md px-1 py-1 text-left text-xs font-medium hover:bg-hover aria-pressed:bg-accent-soft"
        >
          Reply about all
        </button>
      )}
      <ul className="mt-1 max-h-48 overflow-y-auto">
        {of.map(({ id, code, note }) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={id === chosen}
              onClick={() => onChoose(id)}
              className="flex w-full flex-wrap items-center gap-x-2 gap-y-0.5 rounded-md px-1 py-1 text-left text-xs hover:bg-hover aria-pressed:bg-accent-soft"
            >
              <bdi className="min-w-0 truncate font-mono">{id}</bdi>
              {code !== undefined && <CodeBadge code={code} />}
              <span className="text-fg-3">
                {code === undefined || note === '' ? note : <Instant iso={note} show="stamp" />}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
