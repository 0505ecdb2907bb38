import { Link } from '@tanstack/react-router';
import { useRecentLookups } from '../api/recent-lookups.ts';
import { codeColour } from '../ui/code-colour.ts';

const MAX_RECENT_LINKS = 8;

/** What was looked up in this browser, as a short list below the pages. */
export function RecentLinks({ onGo }: { onGo?: () => void }) {
  const lookups = useRecentLookups();
  if (lookups.length === 0) return null;
  return (
    <nav aria-label="Recently looked up">
      <h2 className="px-2 pb-1 text-xs font-medium text-fg-3">Recent</h2>
      <ul className="space-y-px">
        {lookups.slice(0, MAX_RECENT_LINKS).map((lookup) => (
          <li key={lookup.request_id}>
            <Link
              to="/r/$id"
              params={{ id: lookup.request_id }}
              {...(onGo ? { onClick: onGo } : {})}
              title={`${lookup.request_id}\n${lookup.code || 'success'}${lookup.org ? `, ${lookup.org}` : ''}`}
              className="flex h-7 items-center gap-2.5 rounded-md px-2 text-xs text-fg-2 hover:bg-hover hover:text-fg aria-[current=page]:bg-[color-mix(in_srgb,var(--fg)_7%,transparent)] aria-[current=page]:text-fg max-lg:h-9"
            >
              <span
                aria-hidden="true"
                className="mx-1 size-2 shrink-0 rounded-[3px]"
                style={{ background: codeColour(lookup.code).fill }}
              />
              <span className="truncate font-mono">{lookup.request_id}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
