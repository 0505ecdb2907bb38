import { MINUTE_MS } from '@request-desk/shared/durations';
import type { RateLimit } from './rate-limit.ts';
import type { Window } from './sliding-log.ts';

/** A window as documented, with the name that headers and events give it. */
export interface NamedWindow extends Window {
  readonly name: 'burst' | 'sustained';
}

export function keyWindows({ burst, perMinute }: RateLimit): readonly NamedWindow[] {
  return [
    { name: 'burst', limit: burst, windowMs: 1_000 },
    { name: 'sustained', limit: perMinute, windowMs: MINUTE_MS },
  ];
}
