import { useRouterState } from '@tanstack/react-router';
import { CircleHelp, Menu as MenuIcon } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { CommandBox } from '../ui/command-box.tsx';
import { Freshness } from './freshness.tsx';
import { Logo } from './logo.tsx';
import { ThemeToggle } from './theme-toggle.tsx';
import { ZoneToggle } from './zone-toggle.tsx';

interface HeaderProps {
  readonly onHelp: () => void;
  readonly onMenu: () => void;
}

/** Command box (the start page has its own big one), freshness, zone, help and theme. */
export function Header({ onHelp, onMenu }: HeaderProps) {
  const atHome = useRouterState({ select: (state) => state.location.pathname === '/' });
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-[color-mix(in_srgb,var(--bg)_86%,transparent)] backdrop-blur-md">
      <div className="mx-auto flex h-13 w-full max-w-[1440px] items-center gap-2 px-4 lg:px-6">
        <Button
          variant="ghost"
          size="icon"
          aria-label="Menu"
          onClick={onMenu}
          className="-ml-2 lg:hidden"
        >
          <MenuIcon aria-hidden="true" className="size-4" />
        </Button>
        {atHome && <Logo className="lg:hidden" />}
        <div className="w-full max-w-xl min-w-0 flex-1">{!atHome && <CommandBox />}</div>
        <div className="ml-auto flex items-center gap-1">
          <Freshness />
          <div className="max-md:hidden">
            <ZoneToggle />
          </div>
          <Button
            variant="ghost"
            size="icon"
            aria-label="Keyboard shortcuts"
            title="Keyboard shortcuts (?)"
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
