import { Search } from 'lucide-react';
import {
  type ClipboardEvent,
  type FormEvent,
  type KeyboardEvent,
  useId,
  useRef,
  useState,
} from 'react';
import { cn } from './cn.ts';
import { useIntake } from './intake.ts';
import { Kbd } from './kbd.tsx';
import { pastedText } from './pasted-text.ts';
import { SuggestionList } from './suggestion-list.tsx';
import { type Suggestion, useSuggestions } from './suggestions.ts';

interface CommandBoxProps {
  readonly big?: boolean;
  readonly autoFocus?: boolean;
}

/** The one box that takes anything. A paste into the empty box is answered without Enter. */
export function CommandBox({ big = false, autoFocus = false }: CommandBoxProps) {
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [picked, setPicked] = useState<number>();
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const intake = useIntake();
  const { suggest, wake } = useSuggestions();
  const items = open ? suggest(text) : [];
  // Words open what they name; anything with a digit in it is rather an id to look up.
  const active = picked ?? (/\d/.test(text) || text.trim() === '' ? -1 : 0);

  const done = () => {
    setText('');
    setOpen(false);
    setPicked(undefined);
    input.current?.blur();
  };
  const send = (value: string) => {
    if (value.trim() === '') return;
    done();
    intake(value);
  };
  const pick = (item: Suggestion) => {
    done();
    item.run();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const item = items[active];
    if (item) pick(item);
    else send(text);
  };
  // An input drops line breaks, and with them where one id ends: take the clipboard's own text.
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = pastedText(event.clipboardData);
    if (text !== '' || pasted.trim() === '') return;
    event.preventDefault();
    send(pasted);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') {
      if (items.length > 0) setOpen(false);
      else event.currentTarget.blur();
    }
    if (step === undefined) return;
    event.preventDefault();
    if (!open) {
      wake();
      setOpen(true);
    } else setPicked(Math.max(-1, Math.min(items.length - 1, active + step)));
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
          ref={input}
          data-command-box
          type="text"
          role="combobox"
          aria-expanded={items.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={items[active] ? `${list}-${active}` : undefined}
          aria-label="Request id, or any text that contains one"
          placeholder={
            big ? 'Paste a request id, an email, a stack trace…' : 'Paste an id, or go to a page'
          }
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          // biome-ignore lint/a11y/noAutofocus: looking something up is what the page is for
          autoFocus={autoFocus}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setPicked(undefined);
            setOpen(true);
            wake();
          }}
          onPaste={onPaste}
          onKeyDown={onKeyDown}
          onFocus={() => {
            if (big) return;
            wake();
            setOpen(true);
          }}
          onBlur={() => {
            setOpen(false);
            setPicked(undefined);
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
        </span>
        {items.length > 0 && (
          <SuggestionList
            id={list}
            items={items}
            active={active}
            onPick={pick}
            onPoint={setPicked}
          />
        )}
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
