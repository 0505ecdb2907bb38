/**
 * Short texts from one process to all that share its control plane, itself included. They may be lost:
 * what must arrive is written down elsewhere.
 */
export interface Signals {
  /** True while what this process sends is known to come back to it, and so to the others. */
  readonly areLive: boolean;
  /** Sends `text` (at most 4,000 bytes). Never throws, never waits. */
  send(topic: string, text: string): void;
  /** Calls `hear` for each text on `topic`, with whatever others sent: parse it. */
  on(topic: string, hear: (text: string) => void): void;
}

/** Listeners by topic. */
export class Listeners {
  readonly #of = new Map<string, ((text: string) => void)[]>();

  add(topic: string, hear: (text: string) => void): void {
    this.#of.set(topic, [...(this.#of.get(topic) ?? []), hear]);
  }

  tell(topic: string, text: string): void {
    for (const hear of this.#of.get(topic) ?? []) hear(text);
  }
}

/** Of a process that shares its control plane with nobody. */
export function localSignals(): Signals {
  const hearers = new Listeners();
  return {
    areLive: true,
    send: (topic, text) => hearers.tell(topic, text),
    on: (topic, hear) => hearers.add(topic, hear),
  };
}
