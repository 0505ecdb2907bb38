import { MINUTE_MS } from '@request-desk/shared/durations';
import type { AuditNote, AuditTrail } from './audit-trail.ts';

/** Reads of one person and kind in so long are one entry, and one more for all that followed. */
const WINDOW_MS = 5 * MINUTE_MS;

interface Window {
  /** As the first one, with the number of those that followed. */
  note: AuditNote;
  following: number;
}

/**
 * Notes lists and counts that pages ask for again and again: the first of a person, kind and
 * organisation at once, the others of the next five minutes together.
 */
export class BatchedReads {
  readonly #trail: Pick<AuditTrail, 'note'>;
  readonly #windowMs: number;
  readonly #windows = new Map<string, Window>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(trail: Pick<AuditTrail, 'note'>, windowMs: number = WINDOW_MS) {
    this.#trail = trail;
    this.#windowMs = windowMs;
  }

  /** Rejects with AuditUnavailable where the first one cannot be written down. */
  async note(note: AuditNote): Promise<void> {
    const { staff, via, action, org, subjects, ticket } = note;
    const key = JSON.stringify([staff, via, action, org, subjects, ticket]);
    const open = this.#windows.get(key);
    if (open) {
      open.note = note;
      open.following++;
      return;
    }
    this.#windows.set(key, { note, following: 0 });
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#end(key);
    }, this.#windowMs).unref();
    this.#timers.add(timer);
    try {
      await this.#trail.note(note);
    } catch (error) {
      this.#windows.delete(key);
      throw error;
    }
  }

  /** Notes what is still being counted. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all([...this.#windows.keys()].map((key) => this.#end(key)));
  }

  async #end(key: string): Promise<void> {
    const window = this.#windows.get(key);
    this.#windows.delete(key);
    if (window === undefined || window.following === 0) return;
    await this.#trail.note({ ...window.note, count: window.following }).catch(() => undefined);
  }
}
