import { storedValue } from '../api/stored-value.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const chosen = storedValue<Theme>({
  kind: 'local',
  // Read before the first paint by `public/theme.js`.
  key: 'request-desk.theme',
  parse: (text) => THEMES.find((theme) => theme === text) ?? 'system',
  format: (theme) => theme,
});

const systemDark = () => matchMedia('(prefers-color-scheme: dark)');

/** What the reader chose; the system's preference unless they chose otherwise. */
export function readTheme(): Theme {
  return chosen.read();
}

/** Applies a choice to the page and keeps it. */
export function setTheme(theme: Theme): void {
  apply(theme);
  chosen.write(theme);
}

/** Follows the system while the choice is `system`; returns the way to stop. */
export function followSystemTheme(): () => void {
  const media = systemDark();
  const onChange = () => apply(readTheme());
  media.addEventListener('change', onChange);
  return () => media.removeEventListener('change', onChange);
}

function apply(theme: Theme): void {
  const dark = theme === 'dark' || (theme === 'system' && systemDark().matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}
