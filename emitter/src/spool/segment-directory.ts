import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Clock } from './clock.ts';
import { newSegmentName, sealOfSegment, segmentName } from './segment-name.ts';
import { prepareSpoolDirectory } from './spool-directory.ts';
import { type SegmentSeal, SpoolKey } from './spool-key.ts';

/**
 * A segment's state is its file name's ending: `.open` (being written), `.seg` (to be delivered),
 * `.done` (delivered, kept a while so that an unclean start can repeat it).
 */
export type SegmentState = 'open' | 'seg' | 'done';

export interface Segment {
  readonly path: string;
  readonly state: SegmentState;
  /** When its first body was received, in milliseconds since 1970: a stamp that is stored. */
  readonly receivedMs: number;
  /** The same by the monotonic clock; of an inherited segment, when this process found it. */
  readonly heldSince: number;
  /** When its state last changed, by the monotonic clock. */
  readonly movedAt: number;
  readonly bytes: number;
  /** True when an earlier process wrote it, so that its bytes are to be checked. */
  readonly inherited: boolean;
}

/** What a killed process was in the middle of; its source is still there. */
const TEMPORARY = /\.(part|mended)$/;

/** The files of one stream, known in memory after the first look. All calls are synchronous. */
export class SegmentDirectory {
  readonly path: string;
  readonly #quarantine: string;
  readonly #stream: string;
  readonly #key: SpoolKey;
  readonly #monotonic: Clock['monotonic'];
  readonly #known = { open: new Kept(), seg: new Kept(), done: new Kept() };
  #sequence = 0;

  constructor(
    root: string,
    stream: string,
    key = SpoolKey.kept(root),
    monotonic = () => performance.now(),
  ) {
    this.#stream = stream;
    this.#key = key;
    this.path = join(root, stream);
    this.#quarantine = join(root, 'quarantine');
    this.#monotonic = monotonic;
    prepareSpoolDirectory(this.path);
    prepareSpoolDirectory(this.#quarantine);
    const found = monotonic();
    for (const name of namesIn(this.path)) {
      const path = join(this.path, name);
      if (TEMPORARY.test(name)) rmSync(path);
      const read = TEMPORARY.test(name) ? undefined : segmentName(name);
      if (!read) continue;
      const { state, receivedMs, sequence } = read;
      this.#sequence = Math.max(this.#sequence, sequence);
      const stamps = { receivedMs, heldSince: found, movedAt: found };
      this.#known[state].add({
        path,
        state,
        ...stamps,
        bytes: statSync(path).size,
        inherited: true,
      });
    }
  }

  /** Makes its directories, and the key, where they are missing. Throws what the disk says. */
  make(): void {
    this.#key.keep();
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    mkdirSync(this.#quarantine, { recursive: true, mode: 0o700 });
  }

  /** Path of a new segment that starts at `receivedMs`; `seal` makes it known. */
  next(receivedMs: number, state: SegmentState): string {
    this.#sequence = (this.#sequence + 1) % 1_000_000;
    return join(this.path, newSegmentName(receivedMs, this.#sequence, state));
  }

  /** What checks the frames of the segment at `path`; undefined for one of an earlier release. */
  sealOf(path: string): SegmentSeal | undefined {
    return sealOfSegment(this.#key, this.#stream, path);
  }

  /** What seals a new segment; its key is on disk by then. Throws what the disk says. */
  sealFor(path: string): SegmentSeal {
    this.#key.keep();
    return this.#key.sealOf(this.#stream, segmentName(path)?.stem ?? '');
  }

  /** True when there are segments whose frames only the key can check. */
  get holdsSealed(): boolean {
    return Object.values(this.#known).some(({ segments }) =>
      [...segments.keys()].some((path) => segmentName(path)?.sealed),
    );
  }

  /** Segments in `state`, oldest first. */
  list(state: SegmentState): Segment[] {
    return [...this.#known[state].segments.values()];
  }

  oldest(state: SegmentState): Segment | undefined {
    return this.#known[state].segments.values().next().value;
  }

  has({ state, path }: Segment): boolean {
    return this.#known[state].segments.has(path);
  }

  count(state: SegmentState): number {
    return this.#known[state].segments.size;
  }

  bytes(state: SegmentState): number {
    return this.#known[state].bytes;
  }

  /** Hands a written segment over for delivery. */
  seal(written: Pick<Segment, 'path' | 'receivedMs' | 'heldSince' | 'bytes'>): void {
    const { path, receivedMs, heldSince, bytes } = written;
    const state = 'open';
    this.mark({ path, receivedMs, heldSince, bytes, state, inherited: false, movedAt: 0 }, 'seg');
  }

  /** Changes the state of a segment. */
  mark(segment: Segment, state: SegmentState): void {
    const path = segment.path.replace(/\.(open|seg|done)$/, `.${state}`);
    renameSync(segment.path, path);
    this.#known[segment.state].delete(segment);
    this.#known[state].add({ ...segment, path, state, movedAt: this.#monotonic() });
  }

  remove(segment: Segment): void {
    this.#known[segment.state].delete(segment);
    rmSync(segment.path, { force: true });
  }

  /** Where bytes that no engine can read are kept for a person to look at. */
  quarantinePath(name: string): string {
    return join(this.#quarantine, `${basename(this.path)}-${name}`);
  }
}

/** Sorted; none where a full disk kept the directory from being made. */
function namesIn(path: string): string[] {
  return existsSync(path) ? readdirSync(path).sort() : [];
}

/** Segments of one state with the sum of their bytes. */
class Kept {
  readonly segments = new Map<string, Segment>();
  bytes = 0;

  add(segment: Segment): void {
    this.segments.set(segment.path, segment);
    this.bytes += segment.bytes;
  }

  delete(segment: Segment): void {
    if (this.segments.delete(segment.path)) this.bytes -= segment.bytes;
  }
}
