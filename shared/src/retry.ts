/** The headers of an answer that says when to come again: whole seconds, at least one (RFC 9110, 10.2.3). */
export function retryAfter(seconds: number): { readonly 'retry-after': string } {
  return { 'retry-after': String(retryAfterSeconds(seconds)) };
}

/** Whole seconds as `Retry-After` takes them: never too early, at least one. */
export function retryAfterSeconds(seconds: number): number {
  return Math.max(1, Math.ceil(seconds));
}

/** Milliseconds that a `Retry-After` header asks for, in seconds or as a date; 0 without one that can be read. */
export function retryAfterMs(header: string | null | undefined, nowMs: number): number {
  if (header === null || header === undefined) return 0;
  const ms = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}

/**
 * Milliseconds to wait after so many failures in a row (1: the first one): at most `firstMs`, doubled
 * with each further one up to `mostMs`, and at least half of that, at random, so that clients spread.
 */
export function backoffMs(failures: number, { firstMs, mostMs }: Backoff): number {
  const bound = Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return bound * (0.5 + Math.random() / 2);
}

interface Backoff {
  readonly firstMs: number;
  readonly mostMs: number;
}
