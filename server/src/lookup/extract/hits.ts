import { isRequestId } from '@request-desk/shared/ids';

/** An id that the text holds beyond doubt. */
export interface FoundId {
  /** A trace that does not follow our rule has no request id. */
  readonly requestId: string | undefined;
  readonly traceId: string | undefined;
}

/** Text that looks like a damaged id. `digits`: what can be read of it, in the form's spelling. */
export interface DamagedId {
  readonly text: string;
  readonly digits: string;
  /** The id it is after an obvious repair, which is offered and never assumed. */
  readonly repaired: string | undefined;
  readonly why: string;
}

/** What may spell an id, such as half of a trace id: it counts only if it is stored. */
export interface SpelledId extends FoundId {
  /** As it stands there. */
  readonly text: string;
}

/** What a text holds. */
export interface Extraction {
  readonly ids: readonly FoundId[];
  readonly damaged: readonly DamagedId[];
  readonly ifStored: readonly SpelledId[];
  /** Ids and damaged ids beyond the limits. */
  readonly ignored: number;
}

/** One thing seen in one reading of a text. */
export interface Hit {
  readonly at: number;
  readonly id?: FoundId;
  readonly damaged?: DamagedId;
  readonly ifStored?: SpelledId;
}

/** Damaged ids that are offered; those that are counted, with them. */
const MOST_OFFERED = 50;
export const MOST_DAMAGED = 5_000;
export const MOST_IF_STORED = 50;
const SHOWN_CHARACTERS = 60;

/** A damaged hex id that is read as `digits`. */
export function damagedHit(at: number, whole: string, digits: string, why: string): Hit {
  const candidate = `req_${digits}`;
  return {
    at,
    damaged: {
      text: whole.replace(/\s+/g, ' ').slice(0, SHOWN_CHARACTERS),
      digits,
      repaired: isRequestId(candidate) ? candidate : undefined,
      why,
    },
  };
}

/** The name of a found id. */
export function nameOf({ requestId, traceId }: FoundId): string {
  return requestId ?? traceId ?? '';
}

/**
 * What all readings of a text hold together, in order of the reading that holds most, without repeats,
 * at most `limit` ids. What one reading takes for damaged and another reads is not damaged.
 */
export function gathered(
  readings: readonly (readonly Hit[])[],
  limit: number,
  mostOffered = MOST_OFFERED,
): Extraction {
  const ids = new Map<string, FoundId>();
  const damaged = new Map<string, DamagedId>();
  const ifStored = new Map<string, SpelledId>();
  const idsIn = (hits: readonly Hit[]) => hits.filter(({ id }) => id !== undefined).length;
  for (const hits of [...readings].sort((a, b) => idsIn(b) - idsIn(a))) {
    for (const hit of [...hits].sort((a, b) => a.at - b.at)) {
      if (hit.id) ids.set(nameOf(hit.id), ids.get(nameOf(hit.id)) ?? hit.id);
      else if (hit.damaged && damaged.size < MOST_DAMAGED)
        damaged.set(hit.damaged.text, hit.damaged);
      else if (hit.ifStored && ifStored.size < MOST_IF_STORED)
        ifStored.set(nameOf(hit.ifStored), hit.ifStored);
    }
  }
  return limited({ ids, damaged, ifStored }, limit, mostOffered);
}

/** Everything seen, by name. */
export interface Seen {
  readonly ids: Map<string, FoundId>;
  readonly damaged: Map<string, DamagedId>;
  readonly ifStored: Map<string, SpelledId>;
}

/** At most `limit` of the ids, and `mostOffered` of the damaged that say more than they do. */
export function limited(
  { ids, damaged, ifStored }: Seen,
  limit: number,
  mostOffered = MOST_OFFERED,
): Extraction {
  const offered = new Map<string, DamagedId>();
  const begins = beginningsOf(ids.keys());
  for (const one of damaged.values()) {
    const name = one.repaired ?? one.digits;
    // What one reading cuts short and another reads whole is no second id.
    if (!begins(one.digits) && !offered.has(name)) offered.set(name, one);
  }
  return {
    ids: [...ids.values()].slice(0, limit),
    damaged: [...offered.values()].slice(0, mostOffered),
    ifStored: [...ifStored].flatMap(([name, one]) => (ids.has(name) ? [] : [one])),
    ignored: Math.max(0, ids.size - limit) + Math.max(0, offered.size - mostOffered),
  };
}

/** Whether an id of these begins with so many digits, or is them. */
function beginningsOf(names: Iterable<string>): (digits: string) => boolean {
  const bodies = [...names].map((name) => name.slice(name.search(/[^_-]*$/))).sort();
  return (digits) => {
    let [low, high] = [0, bodies.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((bodies[middle] ?? '') < digits) low = middle + 1;
      else high = middle;
    }
    return digits !== '' && (bodies[low]?.startsWith(digits) ?? false);
  };
}
