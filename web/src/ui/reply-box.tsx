import type { Reply } from '@request-desk/shared/dossier';
import { Copy, RotateCcw } from 'lucide-react';
import { type ReactNode, useId, useRef, useState } from 'react';
import type { Draft } from '../api/audit.ts';
import { Button } from './button.tsx';
import { cn } from './cn.ts';
import { copy } from './copy.ts';
import { useHotkeys } from './hotkeys.ts';
import { Kbd } from './kbd.tsx';
import { ReplyLanguage } from './reply-language.tsx';
import { ReplyRating } from './reply-rating.tsx';
import { Section } from './section.tsx';
import { useDraft } from './use-draft.ts';

type Variant = keyof Reply;
const VARIANTS: readonly (readonly [Variant, string])[] = [
  ['short', 'Short'],
  ['long', 'Long'],
];

interface ReplyBoxProps {
  readonly reply: Reply;
  /** The same in other languages, by language tag. */
  readonly replies?: Readonly<Record<string, Reply>> | undefined;
  readonly title?: string;
  /** Which draft it is; uses of it are counted then. */
  readonly draft?: Omit<Draft, 'locale'> | undefined;
  /** What support has to know of the draft in that language. */
  readonly noteOn?: (locale: string) => string | undefined;
  readonly children?: ReactNode;
}

/** The customer-safe answer: short or long, by language, editable, copied with one key. */
export function ReplyBox(props: ReplyBoxProps) {
  const { reply: own, replies = {}, title, draft, noteOn, children } = props;
  const locales = Object.keys(replies);
  const [locale = locales.find((one) => replies[one]?.long === own.long) ?? '', setLocale] =
    useState<string>();
  const reply = replies[locale] ?? own;
  const [variant, setVariant] = useState<Variant>('short');
  const [edits, setEdits] = useDraft(own.long);
  const group = useId();
  const edited = `${locale} ${variant}`;
  const text = edits[edited] ?? reply[variant];
  const note = noteOn?.(locale);
  const used = draft && { ...draft, locale };
  const area = useRef<HTMLTextAreaElement>(null);
  // Where the browser refuses, the keys of the system still copy what is selected.
  const copyReply = () =>
    void copy(text, 'Reply', used).then((done) => {
      if (!done) area.current?.select();
    });
  // Of several on one page no key says which is meant.
  useHotkeys(title === undefined ? { c: copyReply } : {});

  return (
    <Section
      title={title ?? 'Reply to the customer'}
      actions={
        <>
          <ReplyLanguage locales={locales} chosen={locale} onChoose={setLocale} />
          <fieldset className="flex rounded-md border border-line bg-sunken p-0.5">
            <legend className="sr-only">Length of the reply</legend>
            {VARIANTS.map(([value, label]) => (
              <label
                key={value}
                className={cn(
                  'flex h-6 cursor-pointer items-center rounded px-2 text-xs font-medium has-focus-visible:outline-2 has-focus-visible:outline-accent',
                  variant === value ? 'bg-surface text-fg shadow-card' : 'text-fg-3 hover:text-fg',
                )}
              >
                <input
                  type="radio"
                  name={group}
                  className="sr-only"
                  checked={variant === value}
                  onChange={() => setVariant(value)}
                />
                {label}
              </label>
            ))}
          </fieldset>
        </>
      }
    >
      <textarea
        ref={area}
        aria-label={title ?? 'Reply to the customer'}
        dir="auto"
        rows={4}
        value={text}
        onChange={(event) => setEdits({ ...edits, [edited]: event.target.value })}
        className="block field-sizing-content max-h-96 min-h-24 w-full resize-y rounded-lg border border-line-strong bg-sunken px-3 py-2.5 text-base outline-none focus-visible:border-accent focus-visible:ring-3 focus-visible:ring-accent-soft"
      />
      <div className="mt-2.5 flex items-center gap-2">
        <Button variant="primary" onClick={copyReply}>
          <Copy aria-hidden="true" className="size-3.5" />
          Copy reply
          {title === undefined && (
            <Kbd className="border-transparent bg-[rgb(255_255_255/0.18)] text-on-accent">c</Kbd>
          )}
        </Button>
        {edits[edited] !== undefined && (
          <Button
            variant="ghost"
            onClick={() => {
              const { [edited]: _dropped, ...others } = edits;
              setEdits(others);
            }}
          >
            <RotateCcw aria-hidden="true" className="size-3.5" />
            Undo edits
          </Button>
        )}
        <p className="ml-auto text-right text-xs text-fg-3">Safe to send</p>
      </div>
      {note && <p className="mt-2 text-xs text-warn">{note}</p>}
      {used?.place === 'sidebar' && <ReplyRating key={locale} draft={used} />}
      {children}
    </Section>
  );
}
