import type { Logger } from 'pino';
import { ControlPlaneState } from '../../database/control-plane-state.ts';
import type { SharedStore } from '../../database/shared-store.ts';
import { TimeBudget } from '../../database/time-budget.ts';
import type { ApiKeys } from '../directory/api-keys.ts';
import type { ApiProcess, ApiProcesses } from '../directory/api-processes.ts';
import { FAILURE_WINDOW } from '../rate-limit/failure-limiter.ts';
import { FleetRateLimits } from '../rate-limit/fleet-rate-limits.ts';
import { keyWindows } from '../rate-limit/key-windows.ts';
import type { RateLimit } from '../rate-limit/rate-limit.ts';
import { policyHeader } from '../rate-limit/rate-limit-headers.ts';
import type { Window } from '../rate-limit/sliding-log.ts';
import type { Authenticator } from './authenticate.ts';
import { watchControlPlane } from './control-plane-watch.ts';
import { KeyCache } from './key-cache.ts';
import { LastUsed } from './last-used.ts';

/** How this process stands with the control plane. */
export interface ContactOptions {
  readonly processes: ApiProcesses;
  readonly self: ApiProcess;
  /** A reading of a key that takes longer, in milliseconds, has failed. */
  readonly readWithinMs: number;
}

/** What holds where nobody says otherwise: in tests of something else. */
const STALE_SECONDS = 300;
const READ_WITHIN_MS = 10_000;
/** A reading that took all of its time leaves so much for the statements of its request. */
const STATEMENTS_LEFT_MS = 100;

interface GateOptions {
  readonly keys: ApiKeys;
  readonly desk: { readonly log: Logger };
  readonly rateLimit: RateLimit;
  readonly sharedStore?: SharedStore | undefined;
  readonly now: () => number;
  /** Absent: revocations are only seen by reading each key again. */
  readonly contact?: ContactOptions;
}

/** Authentication and limits of one process, with all counts at zero. */
export function openGate(options: GateOptions, steady: () => number): Authenticator {
  const { desk, rateLimit, sharedStore: store, now, contact } = options;
  const { log } = desk;
  const windows = keyWindows(rateLimit);
  const plane = new ControlPlaneState(steady);
  const readWithinMs = contact?.readWithinMs ?? READ_WITHIN_MS;
  const keys = new KeyCache({
    keys: options.keys,
    plane,
    staleMs: (contact?.self.staleSeconds ?? STALE_SECONDS) * 1_000,
    readWithinMs,
    now: steady,
  });
  const lastUsed = new LastUsed(options.keys, log);
  const kept = contact && watchControlPlane({ ...contact, keys, plane, log, now });
  const processes = () => kept?.processes() ?? 1;
  const limits = (kind: string, counted: readonly Window[]) =>
    new FleetRateLimits({ windows: counted, store, kind, processes });
  return {
    keys,
    plane,
    lastUsed,
    now,
    steady,
    newBudget: () => new TimeBudget(readWithinMs + STATEMENTS_LEFT_MS, steady),
    keyLimits: { store: limits('key', windows), windows, policy: policyHeader(windows) },
    failures: limits('address', [FAILURE_WINDOW]),
    async stop() {
      await lastUsed.stop();
      await kept?.stop();
    },
  };
}
