import type { Random } from '../../../testkit/random.ts';
import type { Client } from './client-process.ts';
import type { Fleet } from './fleet.ts';

/** Where a phase happens. */
export interface Scene {
  readonly fleet: Fleet;
  readonly client: Client;
  readonly random: Random;
  /** How long a fault lasts, in milliseconds. */
  readonly lastMs: number;
  /** How long the relay holds bodies, in milliseconds. */
  readonly holdMs: number;
  readonly log: (text: string) => void;
}

/** A stretch of time in which one thing is wrong. */
export interface Phase {
  readonly name: string;
  /** Why it cannot be tried here. */
  readonly skip?: (fleet: Fleet) => string | undefined;
  /** Causes the fault, holds it and ends it: resolves when nothing is wrong any more. */
  run(scene: Scene): Promise<void>;
}
