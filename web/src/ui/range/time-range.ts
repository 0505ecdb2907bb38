import { DAY_MS, HOUR_MS, MINUTE_MS } from '@request-desk/shared/durations';

/** Stretches of time in an address: a preset that ends now, or two fixed ends. */

export const PRESETS = ['15m', '1h', '6h', '24h', '7d', '30d'] as const;
export type Preset = (typeof PRESETS)[number];

export const PRESET_MS: Readonly<Record<Preset, number>> = {
  '15m': 15 * MINUTE_MS,
  '1h': HOUR_MS,
  '6h': 6 * HOUR_MS,
  '24h': DAY_MS,
  '7d': 604_800_000,
  '30d': 2_592_000_000,
};

export interface RangeSearch {
  readonly range?: Preset;
  /** Both or none; they win over `range`. */
  readonly from?: string;
  readonly to?: string;
}

/** Reads the address leniently: what makes no sense is dropped. */
export function rangeSearch(raw: Record<string, unknown>): RangeSearch {
  const [from, to] = [instantOf(raw.from), instantOf(raw.to)];
  if (from !== undefined && to !== undefined && from < to) return { from, to };
  const range = PRESETS.find((preset) => preset === raw.range);
  return range ? { range } : {};
}

/** The range as the server takes it; a preset is open at its end. */
export function boundsOf(
  search: RangeSearch,
  fallback: Preset,
  now: number,
): { readonly from: string; readonly to?: string } {
  if (search.from !== undefined && search.to !== undefined)
    return { from: search.from, to: search.to };
  const length = PRESET_MS[search.range ?? fallback];
  return { from: new Date(now - length).toISOString() };
}

/** Whether the range ends now, so that asking again gives more. */
export function isRolling(search: RangeSearch): boolean {
  return search.from === undefined;
}

function instantOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(value)) return undefined;
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
