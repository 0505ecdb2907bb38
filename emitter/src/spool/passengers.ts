import { existsSync } from 'node:fs';
import type { Segment } from './segment-directory.ts';
import { Refused, Unreadable } from './sink.ts';

/** Segments of one stream on their way with those of another. */
export interface Passengers {
  readonly segments: readonly Segment[];
  /** They have arrived by a delivery that began then. */
  arrived(begun: number): void;
  /** They have not: they are delivered by themselves next. */
  left(): void;
}

/** Whether a delivery may have failed because of its passengers. */
export function mayBeOf({ segments }: Passengers, error: unknown): boolean {
  if (error instanceof Refused || error instanceof Unreadable) return true;
  return segments.some(({ path }) => !existsSync(path));
}
