import {
  type Absence,
  absenceAt,
  type Completeness,
  SETTLE_MS,
} from '../watermark/completeness.ts';
import type { StoredIds } from './seen-ids.ts';
import type { LookupOptions } from './sources.ts';

type Sources = Pick<LookupOptions, 'watermark'>;

/** Which store it is holds for so long. */
const SAME_MS = 500;

/** Why the absence of an id means nothing, or that it is proven. */
export interface Freshness {
  readonly absence: Absence;
  readonly found: Completeness;
  /** When the id was first asked for, by the reference clock. */
  readonly askedAt: number;
}

/**
 * Whether what is not stored proves anything, for one id or many asked for together: it is waited for
 * once, SETTLE_MS for all of them.
 */
export class FreshnessCheck {
  readonly #watermark: Sources['watermark'];
  readonly #askedAt: number;
  readonly #began = performance.now();
  #found: Completeness | undefined;
  #same: { readonly at: number; readonly is: Promise<boolean> } | undefined;

  readonly #stored: StoredIds;

  /** Make it before the first look at the store. */
  constructor({ watermark }: Sources, stored: StoredIds) {
    this.#stored = stored;
    this.#watermark = watermark;
    this.#askedAt = watermark.askedAt();
  }

  /**
   * Waits, for a moment at most, until all that was answered before this check was made is stored, or
   * until `requestId` is there. Look for `id` once more after that: what is not there then was never
   * answered before, or is awaited.
   */
  async settle(id: string, requestId: string | null = null): Promise<Freshness> {
    const arrived = async () =>
      requestId !== null && (await this.#stored.seen([requestId])).has(requestId);
    const askedAt = this.#watermark.firstAsked.since(id, this.#askedAt);
    const left = SETTLE_MS - (performance.now() - this.#began);
    let found = this.#found;
    if (found === undefined || (left > 0 && absenceAt(found, askedAt).kind === 'too_fresh'))
      found = await this.#watermark.settle(askedAt, left, arrived);
    this.#found = found;
    return { absence: absenceAt(found, askedAt), found, askedAt };
  }

  /** What holds after the last look: another store than before proves nothing. */
  async confirmed(id: string, freshness: Freshness): Promise<Freshness> {
    if (freshness.absence.kind !== 'proven') return freshness;
    if (!(await this.#isSame(freshness.found)))
      return { ...freshness, absence: { kind: 'store_unavailable' } };
    this.#watermark.firstAsked.forget(id);
    return freshness;
  }

  #isSame(found: Completeness): Promise<boolean> {
    const at = performance.now();
    if (this.#same === undefined || at - this.#same.at > SAME_MS)
      this.#same = { at, is: this.#watermark.isSameStore(found) };
    return this.#same.is;
  }

  /** It was found. */
  answered(id: string): void {
    this.#watermark.firstAsked.forget(id);
  }
}
