import { Outlet, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { focusCommandBox } from '../ui/command-box.tsx';
import { useHotkeys } from '../ui/hotkeys.ts';
import { followSystemTheme } from '../ui/theme.ts';
import { Toaster } from '../ui/toaster.tsx';
import { AlertBanner } from './alert-banner.tsx';
import { Header } from './header.tsx';
import { IntakeProvider } from './intake/intake-provider.tsx';

const HelpDialog = lazy(async () => ({
  default: (await import('./help-dialog.tsx')).HelpDialog,
}));

/** Frame of every page: header, incident banner, global keys and global paste. */
export function Shell() {
  const navigate = useNavigate();
  const [help, setHelp] = useState(false);
  useHotkeys({
    '/': focusCommandBox,
    '?': () => setHelp(true),
    'g h': () => void navigate({ to: '/' }),
  });
  useEffect(followSystemTheme, []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      focusCommandBox();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  return (
    <IntakeProvider>
      <a
        href="#main"
        className="sr-only rounded-md bg-accent-fill px-3 py-2 text-sm font-medium text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:px-3 focus:py-2"
      >
        Skip to content
      </a>
      <div className="flex min-h-dvh flex-col">
        <Header onHelp={() => setHelp(true)} />
        <AlertBanner />
        <main id="main" tabIndex={-1} className="flex-1 outline-none">
          <Outlet />
        </main>
      </div>
      <Toaster />
      {help && (
        <Suspense>
          <HelpDialog onClose={() => setHelp(false)} />
        </Suspense>
      )}
    </IntakeProvider>
  );
}
