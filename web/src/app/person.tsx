import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { LogOut, UserRound } from 'lucide-react';
import { meQuery } from '../api/me.ts';
import { useStoredValue } from '../api/stored-value.ts';
import { ticket } from '../api/ticket.ts';

/** The person who works here; where they signed in, they can sign out. */
export function Person() {
  const { data } = useQuery(meQuery());
  if (!data) return null;
  const { id, role } = data;
  return (
    <>
      <Ticket />
      <div className="flex h-11 items-center gap-2.5 border-t border-line px-4 text-xs text-fg-3">
        <UserRound aria-hidden="true" className="size-4 shrink-0" />
        <Link
          to="/access"
          className="min-w-0 flex-1 truncate rounded hover:text-fg hover:underline"
          title={`${id}, ${role}: sessions`}
        >
          <bdi>{id === 'local' ? 'this machine' : id}</bdi>, {role}
        </Link>
        {data.confirm_by !== null && (
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
    </>
  );
}

/** The ticket that this tab works on, for the audit. */
function Ticket() {
  const text = useStoredValue(ticket);
  return (
    <label className="flex h-9 items-center gap-2 border-t border-line px-4 text-xs text-fg-3">
      Ticket
      <input
        type="text"
        autoComplete="off"
        value={text}
        maxLength={100}
        placeholder="none"
        title="Recorded in the audit log with what you do in this tab"
        onChange={({ target }) => ticket.write(target.value)}
        className="h-6 min-w-0 flex-1 rounded border border-transparent bg-transparent px-1.5 text-fg outline-none hover:border-line-strong focus-visible:border-accent"
      />
    </label>
  );
}
