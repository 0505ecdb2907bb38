import { type AuditHead, type AuditRow, hashOfDetails, hashOfEntry } from './chain.ts';

/** The action of entries that say whose details were erased, as `person:…` or `org:…`. */
export const ERASE = 'audit:erase';

/** What a walk over the chain found. */
export interface ChainReport {
  readonly head: AuditHead;
  /** Entries whose details are erased, each accounted for by an entry. */
  readonly erased: number;
  /** The first break, one sentence; undefined for a whole chain. */
  readonly fault: string | undefined;
}

interface Expected {
  readonly origin: string;
  /** Heads that were exported from it before, in any order. */
  readonly heads?: Iterable<AuditHead>;
}

/** Walks a chain from its first entry on; `rows` in the order of `seq`. Stops at the first break. */
export async function verifyChain(
  rows: AsyncIterable<AuditRow>,
  { origin, heads = [] }: Expected,
): Promise<ChainReport> {
  const exported = new Map<number, Set<string>>();
  for (const one of heads)
    exported.set(one.seq, (exported.get(one.seq) ?? new Set<string>()).add(one.hash));
  const erasures = new Erasures();
  let head: AuditHead = { seq: 0, hash: origin };
  const report = (fault?: string) => ({ head, erased: erasures.missing.length, fault });
  for await (const row of rows) {
    const fault = faultOf(row, head, exported);
    if (fault !== undefined) return report(fault);
    head = row.entry;
    erasures.see(row);
  }
  head = { seq: head.seq, hash: head.hash };
  const [beyond] = [...exported.keys()].filter((seq) => seq > head.seq).sort((a, b) => a - b);
  if (beyond !== undefined)
    return report(
      `entries ${head.seq + 1} to ${beyond} at least are missing: the chain ends at ${head.seq}, ` +
        `and its head ${beyond} was exported`,
    );
  return report(erasures.fault());
}

function faultOf(
  { entry, details }: AuditRow,
  head: AuditHead,
  exported: ReadonlyMap<number, ReadonlySet<string>>,
): string | undefined {
  const { seq } = entry;
  if (seq !== head.seq + 1)
    return seq > head.seq
      ? `entry ${head.seq + 1} is missing: ${seq} follows ${head.seq}`
      : `entry ${seq} follows ${head.seq}`;
  if (entry.prev !== head.hash)
    return `entry ${seq} does not follow entry ${head.seq}: one of them was changed, put in or exchanged`;
  if (hashOfEntry(entry) !== entry.hash) return `entry ${seq} was changed`;
  if (details && hashOfDetails(details) !== entry.detailsHash)
    return `the details of entry ${seq} were changed`;
  const known = exported.get(seq);
  if (known && (known.size > 1 || !known.has(entry.hash)))
    return `entry ${seq} is not the one that was exported as head: the chain was rewritten`;
  return undefined;
}

/** Whose details are gone, and of whom an entry says that they were erased. */
class Erasures {
  readonly missing: { readonly seq: number; readonly person: string; readonly org: string }[] = [];
  readonly #erasedAt = new Map<string, number>();

  see({ entry, details }: AuditRow): void {
    const { seq, action, subjects, person, org } = entry;
    if (details === null) this.missing.push({ seq, person, org });
    if (action === ERASE) for (const whose of subjects) this.#erasedAt.set(whose, seq);
  }

  fault(): string | undefined {
    const untold = this.missing.find(
      ({ seq, person, org }) =>
        !(seq < this.#before(`person:${person}`) || seq < this.#before(`org:${org}`)),
    );
    return (
      untold && `the details of entry ${untold.seq} are gone, and no entry says who erased them`
    );
  }

  /** Everything before this place of the chain may be erased. */
  #before(whose: string): number {
    return this.#erasedAt.get(whose) ?? 0;
  }
}
