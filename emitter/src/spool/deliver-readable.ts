import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { framed, scan } from './frame.ts';
import { type Delivery, type Sink, Unreadable } from './sink.ts';
import type { SegmentSeal } from './spool-key.ts';

/**
 * Delivers what can be read of a segment: frames that check out, and if the sink cannot read them
 * together, by halves until the bodies at fault stand alone. `quarantine` receives those, and the
 * whole segment if it was damaged on disk. Repeating is harmless. Throws what a retry may cure.
 */
export async function deliverReadable(
  sink: Sink,
  delivery: Delivery,
  seal: SegmentSeal | undefined,
  quarantine: (bytes: Buffer) => void,
): Promise<void> {
  const segment = readFileSync(delivery.path);
  const { bodies, damagedBytes } = scan(segment, seal);
  if (damagedBytes > 0) quarantine(segment);
  const write = (part: readonly Buffer[]) => framed(seal, part);
  await deliverHalves({ sink, delivery, write, quarantine }, bodies);
}

interface Halving {
  readonly sink: Sink;
  readonly delivery: Delivery;
  /** A segment of these bodies. */
  readonly write: (bodies: readonly Buffer[]) => Buffer;
  readonly quarantine: (body: Buffer) => void;
}

async function deliverHalves(halving: Halving, bodies: readonly Buffer[]): Promise<void> {
  const { sink, delivery, write, quarantine } = halving;
  if (bodies.length === 0) return;
  const path = `${delivery.path}.part`;
  writeFileSync(path, write(bodies));
  try {
    await sink.deliver({ ...delivery, path });
    return;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
  } finally {
    rmSync(path, { force: true });
  }
  const [only] = bodies;
  if (bodies.length === 1 && only !== undefined) return quarantine(only);
  const middle = bodies.length >> 1;
  for (const half of [bodies.filter((_, n) => n < middle), bodies.filter((_, n) => n >= middle)]) {
    await deliverHalves(halving, half);
  }
}
