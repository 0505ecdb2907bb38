import { Logo } from './logo.tsx';
import { NavLinks } from './nav-links.tsx';
import { Person } from './person.tsx';
import { RecentLinks } from './recent-links.tsx';

/** The left edge of wide windows: pages and recent lookups. Narrow ones have the menu instead. */
export function Sidebar() {
  return (
    <aside
      aria-label="Console"
      className="sticky top-0 flex h-dvh w-54 shrink-0 flex-col border-r border-line bg-sunken max-lg:hidden"
    >
      <Logo className="h-13 px-4" />
      <div className="min-h-0 flex-1 space-y-5 overflow-y-auto px-2 py-2">
        <nav aria-label="Pages">
          <NavLinks />
        </nav>
        <RecentLinks />
      </div>
      <Person />
    </aside>
  );
}
