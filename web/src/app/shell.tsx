import { Outlet, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { directoryAccess } from '../api/directory.ts';
import { focusCommandBox } from '../ui/command-box.tsx';
import { useHotkeys } from '../ui/hotkeys.ts';
import { followSystemTheme } from '../ui/theme.ts';
import { Toaster } from '../ui/toaster.tsx';
import { AlertBanner } from './alert-banner.tsx';
import { CommandProvider } from './commands/command-provider.tsx';
import { ConfirmGate } from './confirm-gate.tsx';
import { Header } from './header.tsx';
import { IntakeProvider } from './intake/intake-provider.tsx';
import { navigation } from './navigation.ts';
import { Sidebar } from './sidebar.tsx';

const HelpDialog = lazy(async () => ({
  default: (await import('./help-dialog.tsx')).HelpDialog,
}));
const Menu = lazy(async () => ({ default: (await import('./menu.tsx')).Menu }));

/** Frame of every page: pages, header, incident banner, global keys and global paste. */
export function Shell() {
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'help' | 'menu'>();
  const goTo = navigation().map(
    ({ key, to }) => [`g ${key}`, () => void navigate({ to })] as const,
  );
  useHotkeys({
    '/': focusCommandBox,
    '?': () => setDialog('help'),
    ...Object.fromEntries(goTo),
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
  const close = () => setDialog(undefined);

  return (
    <IntakeProvider>
      <CommandProvider onHelp={() => setDialog('help')}>
        <a
          href="#main"
          className="sr-only rounded-md bg-accent-fill px-3 py-2 text-sm font-medium text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:px-3 focus:py-2"
        >
          Skip to content
        </a>
        <div className="flex min-h-dvh">
          <Sidebar />
          <div className="flex min-w-0 flex-1 flex-col">
            <Header onHelp={() => setDialog('help')} onMenu={() => setDialog('menu')} />
            <AlertBanner />
            <main id="main" tabIndex={-1} className="flex-1 outline-none">
              <Outlet />
            </main>
            <NoDirectory />
          </div>
        </div>
      </CommandProvider>
      <Toaster />
      <ConfirmGate />
      <Suspense>
        {dialog === 'help' && <HelpDialog onClose={close} />}
        {dialog === 'menu' && <Menu onClose={close} />}
      </Suspense>
    </IntakeProvider>
  );
}

/** Says below each page why it shows ids and no names; nothing where there is a directory. */
function NoDirectory() {
  if (directoryAccess() !== 'none') return null;
  return (
    <footer className="px-4 pb-4 text-xs text-fg-3 lg:px-6">
      No directory of organisations and keys is configured: they are named as in their requests,
      without further details.
    </footer>
  );
}
