import { mkdirSync, readdirSync, renameSync, statSync, unlinkSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * A segment's life is its file name's ending: `.open` (being written), `.seg` (to be delivered),
 * `.done` (delivered, kept a while so that an unclean start can repeat it).
 */
export type SegmentState = 'open' | 'seg' | 'done';

export interface Segment {
  readonly path: string;
  readonly state: SegmentState;
  /** When its first body was received, in milliseconds since 1970. */
  readonly receivedMs: number;
  readonly bytes: number;
}

const NAME = /^(\d{13})-(\d{6})\.(open|seg|done)$/;

/** The files of one stream. All calls are synchronous; names sort by age. */
export class SegmentDirectory {
  readonly path: string;
  readonly #quarantine: string;
  #sequence = 0;

  constructor(root: string, stream: string) {
    this.path = join(root, stream);
    this.#quarantine = join(root, 'quarantine');
    mkdirSync(this.path, { recursive: true });
    mkdirSync(this.#quarantine, { recursive: true });
    for (const segment of this.list()) {
      const sequence = Number(NAME.exec(basename(segment.path))?.[2] ?? 0);
      this.#sequence = Math.max(this.#sequence, sequence);
    }
  }

  /** Path of a new segment that starts at `receivedMs`. */
  next(receivedMs: number, state: SegmentState): string {
    this.#sequence = (this.#sequence + 1) % 1_000_000;
    const [ms, sequence] = [String(receivedMs), String(this.#sequence)];
    return join(this.path, `${ms.padStart(13, '0')}-${sequence.padStart(6, '0')}.${state}`);
  }

  /** Segments in `state` (any by default), oldest first. */
  list(state?: SegmentState): Segment[] {
    const segments: Segment[] = [];
    for (const name of readdirSync(this.path).sort()) {
      const match = NAME.exec(name);
      if (!match || (state !== undefined && match[3] !== state)) continue;
      const path = join(this.path, name);
      const stat = statSync(path, { throwIfNoEntry: false });
      if (!stat) continue;
      segments.push({
        path,
        state: match[3] as SegmentState,
        receivedMs: Number(match[1]),
        bytes: stat.size,
      });
    }
    return segments;
  }

  /** Moves a segment on in its life and returns its new path. */
  mark(path: string, state: SegmentState): string {
    const moved = path.replace(/\.(open|seg|done)$/, `.${state}`);
    renameSync(path, moved);
    return moved;
  }

  remove(path: string): void {
    unlinkSync(path);
  }

  /** Where bytes that no engine can read are kept for a person to look at. */
  quarantinePath(name: string): string {
    return join(this.#quarantine, `${basename(this.path)}-${name}`);
  }
}
