/** Pastes that one can go back to. */
const KEPT = 50;
const pastes = new Map<string, string>();
/** Other names after each reload. */
const SINCE = Date.now().toString(36);
let last = 0;

/**
 * Keeps a pasted text in memory, until the page is left or reloaded, and returns its name for the history:
 * what stands there itself, browsers write to the disk.
 */
export function keepPaste(text: string): string {
  for (const [name, kept] of pastes) if (kept === text) return name;
  const name = `${SINCE}-${++last}`;
  pastes.set(name, text);
  const [oldest = ''] = pastes.keys();
  if (pastes.size > KEPT) pastes.delete(oldest);
  return name;
}

/** Undefined when it is not kept any more. */
export function pasteOf(name: string | undefined): string | undefined {
  return name === undefined ? undefined : pastes.get(name);
}
