type Settle = (confirmed: boolean) => void;

let waiting: readonly Settle[] = [];
const listeners = new Set<() => void>();

function set(next: readonly Settle[]) {
  waiting = next;
  for (const listener of listeners) listener();
}

/** Has the person asked to prove who they are; resolves to whether they did. */
export function askForConfirmation(): Promise<boolean> {
  // Nobody is there to ask, as in a page that is not the console.
  if (listeners.size === 0) return Promise.resolve(false);
  return new Promise((resolve) => set([...waiting, resolve]));
}

/** Whether a call waits for the person's proof. */
export function confirmationAsked(): boolean {
  return waiting.length > 0;
}

/** Lets the waiting calls go on, or fail. */
export function settleConfirmation(confirmed: boolean): void {
  const settled = waiting;
  set([]);
  for (const settle of settled) settle(confirmed);
}

export function onConfirmation(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
