import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { readTheme, setTheme, THEMES, type Theme } from '../ui/theme.ts';

const ICON = { system: Monitor, light: Sun, dark: Moon } as const;

/** Steps through the system's theme, light and dark. */
export function ThemeToggle() {
  const [theme, show] = useState<Theme>(readTheme);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  const Icon = ICON[theme];
  return (
    <Button
      variant="ghost"
      size="icon"
      aria-label={`Theme: ${theme}. Switch to ${next}`}
      title={`Theme: ${theme}. Switch to ${next}`}
      onClick={() => {
        setTheme(next);
        show(next);
      }}
    >
      <Icon aria-hidden="true" className="size-4" />
    </Button>
  );
}
