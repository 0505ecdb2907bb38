import { useEffect, useRef } from 'react';

/** Key names of `KeyboardEvent.key`, or two joined by a space for a sequence: `g h`. */
export type Hotkeys = Readonly<Record<string, (event: KeyboardEvent) => void>>;

const SEQUENCE_MS = 900;

/** True where keys belong to the text under the cursor. */
export function isEditable(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Listens for keys on the whole window, but never while somebody types, nor behind a dialog. */
export function useHotkeys(keys: Hotkeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    let before = { key: '', at: 0 };
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isEditable(event.target) || document.querySelector('[role="dialog"]')) return;
      const sequence = `${before.key} ${event.key}`;
      const recent = event.timeStamp - before.at < SEQUENCE_MS;
      const act = (recent ? latest.current[sequence] : undefined) ?? latest.current[event.key];
      before = { key: event.key, at: event.timeStamp };
      if (!act) return;
      event.preventDefault();
      act(event);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
