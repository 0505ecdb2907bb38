import { cn } from './cn.ts';
import { fieldLook } from './field.tsx';
import { languageName } from './language-name.ts';

interface ReplyLanguageProps {
  readonly locales: readonly string[];
  readonly chosen: string;
  readonly onChoose: (locale: string) => void;
}

/** In which language the reply is written; nothing where there is only one. */
export function ReplyLanguage({ locales, chosen, onChoose }: ReplyLanguageProps) {
  if (locales.length < 2) return null;
  return (
    <select
      aria-label="Language of the reply"
      value={chosen}
      onChange={({ target }) => onChoose(target.value)}
      className={cn(fieldLook, 'h-7 w-auto text-xs')}
    >
      {locales.map((locale) => (
        <option key={locale} value={locale}>
          {languageName(locale)}
        </option>
      ))}
    </select>
  );
}
