import { Link, useRouterState } from '@tanstack/react-router';
import { CircleHelp } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { CommandBox } from '../ui/command-box.tsx';
import { Freshness } from './freshness.tsx';
import { ThemeToggle } from './theme-toggle.tsx';

/** Name, command box (the start page has its own big one), freshness, help and theme. */
export function Header({ onHelp }: { onHelp: () => void }) {
  const atHome = useRouterState({ select: (state) => state.location.pathname === '/' });
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-[color-mix(in_srgb,var(--bg)_86%,transparent)] backdrop-blur-md">
      <div className="mx-auto flex h-13 w-full max-w-[1440px] items-center gap-3 px-4 lg:px-6">
        <Link to="/" className="flex items-center gap-2 rounded-md font-semibold">
          <Mark />
          <span className={atHome ? '' : 'max-sm:sr-only'}>Request Desk</span>
        </Link>
        <div className="mx-auto w-full max-w-xl min-w-0 flex-1">{!atHome && <CommandBox />}</div>
        <div className="flex items-center gap-1">
          <Freshness />
          <Button
            look="quiet"
            size="icon"
            aria-label="Keyboard help"
            title="Keyboard help (?)"
            onClick={onHelp}
            className="max-sm:hidden"
          >
            <CircleHelp aria-hidden="true" className="size-4" />
          </Button>
          <ThemeToggle />
        </div>
      </div>
    </header>
  );
}

function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className="size-6.5 shrink-0">
      <rect width="32" height="32" rx="8" className="fill-accent-fill" />
      <g className="fill-on-accent">
        <rect x="7" y="8" width="13" height="4" rx="2" />
        <rect x="12" y="14" width="13" height="4" rx="2" opacity=".8" />
        <rect x="16" y="20" width="6" height="4" rx="2" opacity=".6" />
      </g>
    </svg>
  );
}
