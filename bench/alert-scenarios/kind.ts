import type { Draft } from './draft.ts';
import type { Size } from './install.ts';
import type { Scenario } from './scenario.ts';

/** A kind of scenario: how many a seed has, on installs of which sizes, and what happens. */
export interface Kind {
  readonly count: number;
  readonly sizes: readonly [Size, ...Size[]];
  readonly write: (draft: Draft) => Scenario;
}
