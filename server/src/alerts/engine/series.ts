import type { BucketSeries } from './elevation.ts';
import type { AlertScope } from './scope.ts';
import type { Slice } from './slice.ts';

/**
 * One scope's requests and errors over the window, oldest first. A rate-limited request never
 * reached the code that could fail, so it is no chance for a 500.
 */
export function seriesOf(window: readonly Slice[], scope: AlertScope): BucketSeries {
  const requests = new Array<number>(window.length);
  const errors = new Array<number>(window.length);
  for (let i = 0; i < window.length; i++) {
    const slice = window[i];
    requests[i] = slice ? Math.max(0, requestsIn(slice, scope)) : 0;
    errors[i] = slice ? errorsIn(slice, scope) : 0;
  }
  return { requests, errors };
}

function requestsIn(slice: Slice, { kind, name, signal }: AlertScope): number {
  const limited = signal === '500' ? slice.errors['429'] : undefined;
  switch (kind) {
    case 'global':
      return slice.requests - (limited?.total ?? 0);
    case 'route':
      return (slice.routes[name] ?? 0) - (limited?.routes[name] ?? 0);
    case 'org':
      return (slice.orgs[name] ?? 0) - (limited?.orgs[name] ?? 0);
  }
}

function errorsIn(slice: Slice, { kind, name, signal }: AlertScope): number {
  const counts = slice.errors[signal];
  switch (kind) {
    case 'global':
      return counts.total;
    case 'route':
      return counts.routes[name] ?? 0;
    case 'org':
      return counts.orgs[name] ?? 0;
  }
}
