/** The stretch of the trace that is shown, in microseconds. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

const STEPS = [1, 2, 5, 10];
const MINUTE_US = 60_000_000;
/** Round steps from a minute on, in minutes. */
const LONG_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440];
const SMALLEST_US = 1;

/** Round points in time inside the window, about `count` of them. */
export function ticks(window: TimeWindow, count: number): number[] {
  const rough = (window.to - window.from) / Math.max(1, count);
  const step = stepFor(rough);
  const first = Math.ceil(window.from / step);
  const last = Math.floor(window.to / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
}

function stepFor(rough: number): number {
  const long = rough <= MINUTE_US / 2 ? undefined : LONG_STEPS.find((n) => n * MINUTE_US >= rough);
  if (long !== undefined) return long * MINUTE_US;
  const unit = rough > MINUTE_US ? 1_440 * MINUTE_US : 1;
  const power = 10 ** Math.floor(Math.log10(rough / unit));
  return (STEPS.find((each) => each * power * unit >= rough) ?? 10) * power * unit;
}

/** Place of a point in time in the window: 0 at its start, 1 at its end, outside beyond. */
export function shareOf(window: TimeWindow, at: number): number {
  return (at - window.from) / (window.to - window.from);
}

/** A window inside `whole`, never smaller than a microsecond and never upside down. */
export function clampWindow(window: TimeWindow, whole: TimeWindow): TimeWindow {
  const [a, b] = window.from <= window.to ? [window.from, window.to] : [window.to, window.from];
  const from = Math.min(Math.max(a, whole.from), whole.to - SMALLEST_US);
  const to = Math.min(Math.max(b, from + SMALLEST_US), whole.to);
  return { from: Math.max(whole.from, from), to };
}

/** Zooms by `factor` (below 1: closer) around the point at `anchor`, a share of the window. */
export function zoom(
  window: TimeWindow,
  factor: number,
  anchor: number,
  whole: TimeWindow,
): TimeWindow {
  const at = window.from + (window.to - window.from) * anchor;
  const size = Math.min((window.to - window.from) * factor, whole.to - whole.from);
  const from = Math.min(Math.max(at - size * anchor, whole.from), whole.to - size);
  return clampWindow({ from, to: from + size }, whole);
}
