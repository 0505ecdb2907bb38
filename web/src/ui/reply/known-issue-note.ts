import type { RequestContext } from '@request-desk/shared/dossier';
import { languageName } from '../language-name.ts';

/** Languages in which support may tell customers of the open incident of a request. */
export function knownIssueLanguages({ alert }: Pick<RequestContext, 'alert'>): readonly string[] {
  return alert?.ended === null ? Object.keys(alert.status_texts ?? {}) : [];
}

/** Says that a reply quotes the text of an open incident in another language than its own. */
export function knownIssueNote(languages: readonly string[]) {
  return (locale: string): string | undefined => {
    if (languages.length === 0 || languages.includes(locale)) return undefined;
    return `The incident’s status text is written in ${languages.map(languageName).join(', ')} only; this reply quotes it as it is.`;
  };
}
