/** A language as its speakers call it, or its tag where the browser does not know it. */
export function languageName(locale: string): string {
  return new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale;
}
