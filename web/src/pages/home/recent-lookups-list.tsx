import { Link } from '@tanstack/react-router';
import { clearRecentLookups, useRecentLookups } from '../../api/recent-lookups.ts';
import { codeColour } from '../../ui/code-colour.ts';

const MAX_RECENT_LOOKUPS = 6;

/** What was looked up in this browser, as a line of chips. */
export function RecentLookupsList() {
  const lookups = useRecentLookups();
  if (lookups.length === 0) return null;
  return (
    <nav
      aria-label="Recent lookups"
      className="mt-4 flex flex-wrap items-center justify-center gap-2"
    >
      <span className="text-xs text-fg-3">Recent</span>
      {lookups.slice(0, MAX_RECENT_LOOKUPS).map((lookup) => (
        <Link
          key={lookup.request_id}
          to="/r/$id"
          params={{ id: lookup.request_id }}
          title={`${lookup.code || 'success'}${lookup.org ? `, ${lookup.org}` : ''}`}
          className="flex h-6.5 items-center gap-1.5 rounded-full border border-line bg-surface px-2.5 font-mono text-xs text-fg-2 hover:border-line-strong hover:text-fg"
        >
          <span
            aria-hidden="true"
            className="size-2 rounded-[3px]"
            style={{ background: codeColour(lookup.code).fill }}
          />
          {lookup.request_id}
        </Link>
      ))}
      <button
        type="button"
        className="rounded px-1 text-xs text-fg-3 hover:text-fg"
        onClick={() => clearRecentLookups()}
      >
        Clear
      </button>
    </nav>
  );
}
