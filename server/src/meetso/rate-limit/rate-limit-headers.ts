import type { NamedWindow } from './key-windows.ts';
import type { WindowState } from './sliding-log.ts';

/** What a key may do, as `RateLimit-Policy` says it. */
export function policyHeader(windows: readonly NamedWindow[]): string {
  return windows.map((w) => `"${w.name}";q=${w.limit};w=${w.windowMs / 1000}`).join(', ');
}

/** What is left of it, as `RateLimit` says it. */
export function limitHeader(
  windows: readonly NamedWindow[],
  states: readonly WindowState[],
): string {
  let text = '';
  windows.forEach(({ name, limit: whole }, w) => {
    const { limit = whole, used = 0, waitMs = 0, resetMs = 0 } = states[w] ?? {};
    const seconds = Math.ceil((waitMs > 0 ? waitMs : resetMs) / 1000);
    text += `${w > 0 ? ', ' : ''}"${name}";r=${Math.max(0, limit - used)};t=${seconds}`;
  });
  return text;
}
