import type { Matcher } from '@request-desk/shared/silences-api';

/** Lines of a silence or a maintenance window, as text. */
export function MatcherCodes({ matchers }: { matchers: readonly Matcher[] }) {
  return (
    <p className="flex flex-wrap gap-1.5">
      {matchers.map(({ label, op, value }) => (
        <code
          key={`${label}${op}${value}`}
          className="rounded border border-line bg-sunken px-1.5 py-px text-xs"
        >
          <bdi>
            {label} {op} {value === '' ? '(none)' : value}
          </bdi>
        </code>
      ))}
    </p>
  );
}
