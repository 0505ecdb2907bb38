import type { Config } from '../../config.ts';
import type { ApiKeys } from '../../database/api-keys.ts';
import type { Telemetry } from '../../telemetry/start-telemetry.ts';
import { FAILURE_WINDOW } from '../rate-limit/failure-limiter.ts';
import { keyWindows } from '../rate-limit/key-windows.ts';
import { MemoryRateLimits } from '../rate-limit/rate-limit-store.ts';

import type { Gatekeeper } from './authenticate.ts';
import { KeyCache } from './key-cache.ts';
import { LastUsed } from './last-used.ts';

interface GateOptions {
  readonly keys: ApiKeys;
  readonly telemetry: Telemetry;
  readonly rateLimit: Config['rateLimit'];
  readonly now: () => number;
}

/** Authentication and limits of one process, with all counts at zero. */
export function openGate(
  { keys, telemetry, rateLimit, now }: GateOptions,
  steady: () => number,
): Gatekeeper {
  const windows = keyWindows(rateLimit);
  return {
    keys: new KeyCache(keys, steady),
    lastUsed: new LastUsed(keys, telemetry.log),
    keyLimits: { store: new MemoryRateLimits(windows), windows },
    failures: new MemoryRateLimits([FAILURE_WINDOW]),
    now,
    steady,
  };
}
