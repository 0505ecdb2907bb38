import type { KeyState } from '@request-desk/shared/support-api';
import type { Scope } from '../scopes.ts';

/**
 * Who uses a key: well-behaved clients (and faulty integrations), the two integrations that overdo
 * it, a person at a terminal, or somebody who should have stopped.
 */
export type KeyUse = 'client' | 'runaway' | 'importer' | 'try' | 'retired';

/** A key of the demo; `secret` is in memory only. */
export interface DemoKey {
  readonly id: string;
  readonly orgId: string;
  readonly name: string;
  readonly secret: string;
  readonly scopes: readonly Scope[];
  readonly state: KeyState;
  readonly use: KeyUse;
}

export interface DemoMeeting {
  readonly id: string;
  readonly orgId: string;
  readonly deleted: boolean;
}

/** What the traffic works with: everything that `seedDemo` put into the control plane. */
export interface DemoSeed {
  readonly orgs: readonly { readonly id: string; readonly name: string }[];
  readonly keys: readonly DemoKey[];
  readonly meetings: readonly DemoMeeting[];
  /** An active key that the traffic leaves alone, for people to try. */
  readonly tryKey: DemoKey;
}
