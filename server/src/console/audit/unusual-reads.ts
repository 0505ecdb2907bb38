import { HOUR_MS } from '@request-desk/shared/durations';
import { keepLatest } from '../keep-latest.ts';

/** Ids that one person reads within an hour before it is worth a look. */
const MANY = 1_000;
const WITHIN_MS = HOUR_MS;
const MOST_PEOPLE = 10_000;

interface Reads {
  since: number;
  count: number;
}

/** Counts what each person reads, hour by hour, as one process sees it. */
export class UnusualReads {
  readonly #now: () => number;
  readonly #people = new Map<string, Reads>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts `count` reads of `staff`. Returns their number of the hour when it becomes unusual, once. */
  add(staff: string, count: number): number | undefined {
    const now = this.#now();
    const known = this.#people.get(staff);
    const reads = known && now - known.since < WITHIN_MS ? known : { since: now, count: 0 };
    const before = reads.count;
    reads.count += count;
    keepLatest(this.#people, staff, reads, MOST_PEOPLE);
    return before <= MANY && reads.count > MANY ? reads.count : undefined;
  }
}
