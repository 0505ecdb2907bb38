import { useQuery } from '@tanstack/react-query';
import { LogOut, UserRound } from 'lucide-react';
import { statusQuery } from '../api/status.ts';

/** Who works here; whoever signed in can sign out. */
export function Person() {
  const { data } = useQuery(statusQuery());
  if (!data) return null;
  const { id, role } = data.staff;
  return (
    <div className="flex h-11 items-center gap-2.5 border-t border-line px-4 text-xs text-fg-3">
      <UserRound aria-hidden="true" className="size-4 shrink-0" />
      <span className="min-w-0 flex-1 truncate" title={`${id}, ${role}`}>
        <bdi>{id === 'local' ? 'this machine' : id}</bdi>, {role}
      </span>
      {id !== 'automation' && (
        <form method="post" action="/logout">
          <button
            type="submit"
            aria-label="Sign out"
            title="Sign out"
            className="flex size-7 items-center justify-center rounded-md hover:bg-hover hover:text-fg"
          >
            <LogOut aria-hidden="true" className="size-3.5" />
          </button>
        </form>
      )}
    </div>
  );
}
