import { useSyncExternalStore } from 'react';

interface Definition<T> {
  /** `local` is shared by all tabs, `session` is of one tab. */
  readonly kind: 'local' | 'session';
  readonly key: string;
  /** What a stored text means; null: nothing is stored. What throws counts as nothing. */
  readonly parse: (text: string | null) => T;
  /** null removes it. */
  readonly format: (value: T) => string | null;
}

/** A value that the browser keeps. */
export interface StoredValue<T> {
  read(): T;
  /** Where the browser stores nothing, it lasts until the page is reloaded. */
  write(value: T): void;
  /** Calls `changed` after each write, until what it returns is called. */
  subscribe(changed: () => void): () => void;
}

/** Defines a value that the browser keeps under `key`: the one way to its storage. */
export function storedValue<T>({ kind, key, parse, format }: Definition<T>): StoredValue<T> {
  const listeners = new Set<() => void>();
  let unsaved: string | null | undefined;
  let last: { readonly text: string | null; readonly value: T } | undefined;
  return {
    read() {
      const text = unsaved === undefined ? storedText(kind, key) : unsaved;
      if (last?.text !== text) last = { text, value: parsed(text, parse) };
      return last.value;
    },
    write(value) {
      const text = format(value);
      unsaved = store(kind, key, text) ? undefined : text;
      for (const changed of listeners) changed();
    },
    subscribe(changed) {
      listeners.add(changed);
      return () => void listeners.delete(changed);
    },
  };
}

/** The value, kept current while the page is open. */
export function useStoredValue<T>(stored: StoredValue<T>): T {
  return useSyncExternalStore(stored.subscribe, stored.read);
}

/** The very name of a blocked storage throws. */
function storageOf(kind: 'local' | 'session'): Storage {
  return kind === 'local' ? localStorage : sessionStorage;
}

function storedText(kind: 'local' | 'session', key: string): string | null {
  try {
    return storageOf(kind).getItem(key);
  } catch {
    return null;
  }
}

function store(kind: 'local' | 'session', key: string, text: string | null): boolean {
  try {
    if (text === null) storageOf(kind).removeItem(key);
    else storageOf(kind).setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

function parsed<T>(text: string | null, parse: (text: string | null) => T): T {
  try {
    return parse(text);
  } catch {
    return parse(null);
  }
}
