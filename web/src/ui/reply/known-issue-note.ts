import type { Context } from '@request-desk/shared/dossier';
import { languageName } from '../language-name.ts';

/** Says that a reply quotes what is told of an open incident in another language than its own. */
export function knownIssueNote({ alert }: Pick<Context, 'alert'>) {
  return (locale: string): string | undefined => {
    const languages = Object.keys(alert?.status_texts ?? {});
    if (alert?.ended !== null || languages.length === 0 || languages.includes(locale))
      return undefined;
    return `The incident’s status text is written in ${languages.map(languageName).join(', ')} only; this reply quotes it as it is.`;
  };
}
