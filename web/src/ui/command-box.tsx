import { CornerDownLeft, Search } from 'lucide-react';
import { type ClipboardEvent, type FormEvent, useState } from 'react';
import { cn } from './cn.ts';
import { useIntake } from './intake.ts';
import { Kbd } from './kbd.tsx';

interface CommandBoxProps {
  readonly big?: boolean;
  readonly autoFocus?: boolean;
}

/** The one box that takes anything. A paste into the empty box is answered without Enter. */
export function CommandBox({ big = false, autoFocus = false }: CommandBoxProps) {
  const [text, setText] = useState('');
  const intake = useIntake();

  const send = (value: string) => {
    if (value.trim() === '') return;
    setText('');
    intake(value);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    send(text);
  };
  // An input drops line breaks, and with them where one id ends: take the clipboard's own text.
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = event.clipboardData.getData('text/plain');
    if (text !== '' || pasted.trim() === '') return;
    event.preventDefault();
    send(pasted);
  };

  return (
    <search className="block w-full">
      <form onSubmit={onSubmit} className="relative">
        <Search
          aria-hidden="true"
          className={cn(
            'pointer-events-none absolute top-1/2 -translate-y-1/2 text-fg-3',
            big ? 'left-4.5 size-5' : 'left-2.5 size-4',
          )}
        />
        <input
          data-command-box
          type="text"
          aria-label="Request id, or any text that contains one"
          placeholder={big ? 'Paste a request id, an email, a stack trace…' : 'Paste or type an id'}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          // biome-ignore lint/a11y/noAutofocus: looking something up is what the page is for
          autoFocus={autoFocus}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onPaste={onPaste}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
          className={cn(
            'w-full border bg-surface font-mono text-fg outline-none transition-shadow placeholder:font-sans placeholder:text-fg-3 focus-visible:border-accent focus-visible:outline-none focus-visible:ring-3 focus-visible:ring-accent-soft',
            big
              ? 'h-15 rounded-2xl border-line-strong pr-24 pl-13 text-lg shadow-lifted'
              : 'h-8 rounded-lg border-line-strong pr-14 pl-8.5 text-sm',
          )}
        />
        <span
          aria-hidden="true"
          className={cn(
            'pointer-events-none absolute top-1/2 hidden -translate-y-1/2 items-center gap-1 sm:flex',
            big ? 'right-4.5' : 'right-2.5',
          )}
        >
          {text === '' ? <Kbd>/</Kbd> : <Kbd className="px-1.5">Enter</Kbd>}
          {text !== '' && big && <CornerDownLeft className="size-4 text-fg-3" />}
        </span>
      </form>
    </search>
  );
}

/** Moves the focus into the command box of the page. */
export function focusCommandBox(): void {
  const box = document.querySelector<HTMLInputElement>('[data-command-box]');
  box?.focus();
  box?.select();
}
