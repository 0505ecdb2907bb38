export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The same key is read before the first paint by `public/theme.js`. */
const KEY = 'request-desk.theme';

const systemDark = () => matchMedia('(prefers-color-scheme: dark)');

/** What the reader chose; the system's preference unless they chose otherwise. */
export function readTheme(): Theme {
  try {
    const stored = localStorage.getItem(KEY);
    return THEMES.find((theme) => theme === stored) ?? 'system';
  } catch {
    return 'system';
  }
}

/** Applies a choice to the page and keeps it. */
export function setTheme(theme: Theme): void {
  apply(theme);
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // The choice then lasts until the page is reloaded.
  }
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
