import { isCounted, type JudgedProducer } from './judge-producer.ts';

/** A lookup of what is not stored waits no longer than this. */
export const SETTLE_MS = 900;

/** How far the store is complete, as one look at registry and store found it. */
export interface Completeness {
  /** Monotonic milliseconds: the registry was read after this. */
  readonly startedAt: number;
  /** Monotonic milliseconds: when it was judged, and the reference clock's later end then. */
  readonly takenAt: number;
  readonly nowMs: number;
  /** T: all that was answered before this is stored; undefined when that cannot be said. */
  readonly currentTo: number | undefined;
  readonly state: 'current' | 'behind' | 'incomplete' | 'unavailable';
  readonly store: 'ok' | 'unavailable';
  readonly controlPlane: 'ok' | 'unavailable';
  readonly storeId: string | undefined;
  /** When a store was first seen that replaced another and that nobody has accepted. */
  readonly replacedAt: number | undefined;
  readonly producers: readonly JudgedProducer[];
  /** What may be missing for good, a sentence each, the newest first. */
  readonly limits: readonly string[];
}

/** What one look found; `beganMs`: the reference clock's earlier end when it began. */
export type StoreCompleteness = Omit<Completeness, 'currentTo' | 'state'> & {
  readonly beganMs: number;
};

/** Puts the producers' watermarks together: the least of them counts. */
export function completenessOf({ beganMs, ...found }: StoreCompleteness): Completeness {
  const counted = found.producers.filter(isCounted);
  const known = found.controlPlane === 'ok' && found.store === 'ok';
  const times = counted.map(({ currentTo }) => currentTo ?? Number.NEGATIVE_INFINITY);
  // While nobody answers, nothing can be missing.
  const least = Math.min(beganMs, ...times);
  const currentTo = known && Number.isFinite(least) ? least : undefined;
  return { ...found, currentTo, state: stateOf(found, counted) };
}

function stateOf(
  { store, controlPlane, replacedAt }: Omit<StoreCompleteness, 'beganMs'>,
  counted: readonly JudgedProducer[],
): Completeness['state'] {
  if (store !== 'ok') return 'unavailable';
  const held = counted.some(({ state, gap }) => state === 'lost' || gap !== undefined);
  if (controlPlane !== 'ok' || replacedAt !== undefined || held) return 'incomplete';
  return counted.some(({ state }) => state === 'behind') ? 'behind' : 'current';
}

/** Whether the absence of an id that was asked for at some time means anything. */
export type Absence =
  | { readonly kind: 'proven' }
  | { readonly kind: 'too_fresh'; readonly awaited: readonly JudgedProducer[] }
  | { readonly kind: 'incomplete'; readonly awaited: readonly JudgedProducer[] }
  | { readonly kind: 'store_unavailable' };

/** What the absence of an id means that was asked for at `askedAt`, by the reference clock. */
export function absenceAt(found: Completeness, askedAt: number): Absence {
  if (found.store !== 'ok') return { kind: 'store_unavailable' };
  const awaited = found.producers.filter(
    (one) => isCounted(one) && (one.currentTo === undefined || one.currentTo < askedAt),
  );
  if (found.controlPlane !== 'ok' || found.replacedAt !== undefined)
    return { kind: 'incomplete', awaited };
  if (awaited.length === 0) {
    // Everything that counts is there: T is later, or nobody answers.
    return { kind: 'proven' };
  }
  const held = awaited.some(({ state, gap }) => state === 'lost' || gap !== undefined);
  return { kind: held ? 'incomplete' : 'too_fresh', awaited };
}
