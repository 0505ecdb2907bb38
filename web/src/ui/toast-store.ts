/** A short message at the bottom of the window. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'bad';
}

const SHOWN_MS = 2_600;
let current: Toast | undefined;
let count = 0;
const listeners = new Set<() => void>();

function publish(next: Toast | undefined) {
  current = next;
  for (const listener of listeners) listener();
}

/** Shows `text` for a moment; a new message replaces the one before. */
export function toast(text: string, tone: Toast['tone'] = 'plain'): void {
  count += 1;
  const shown: Toast = { id: count, text, tone };
  publish(shown);
  setTimeout(() => {
    if (current === shown) publish(undefined);
  }, SHOWN_MS);
}

export function currentToast(): Toast | undefined {
  return current;
}

export function onToast(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
