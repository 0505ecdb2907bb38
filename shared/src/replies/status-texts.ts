/** What support may tell of an incident; one that was written before there were languages has no `texts`. */
interface StatusText {
  readonly text: string;
  readonly texts?: Readonly<Record<string, string>> | null | undefined;
}

/** By language; where none is said, it is the language of the profile. */
export function statusTextsOf(
  status: StatusText | null | undefined,
  { locale }: { readonly locale: string },
): Readonly<Record<string, string>> {
  if (!status?.text) return {};
  return status.texts ?? { [locale]: status.text };
}
