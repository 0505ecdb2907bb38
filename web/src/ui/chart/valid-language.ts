/**
 * Some systems give the browser a language that is none (`en-US@posix`), on which the chart library
 * breaks while it loads: such a one is replaced for this page.
 */
export function ensureValidLanguage(): void {
  try {
    Intl.getCanonicalLocales(navigator.language);
  } catch {
    Object.defineProperty(navigator, 'language', { value: 'en-GB', configurable: true });
  }
}
