type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Where the browser keeps nothing: it then lasts until the page is reloaded. */
function inMemory(): Kept {
  const kept = new Map<string, string>();
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  };
}

const instead = { local: inMemory(), session: inMemory() };

/** The browser's storage; memory where it is blocked, where the very name of it throws. */
export function browserStorage(kind: 'local' | 'session'): Kept {
  try {
    return kind === 'local' ? localStorage : sessionStorage;
  } catch {
    return instead[kind];
  }
}
