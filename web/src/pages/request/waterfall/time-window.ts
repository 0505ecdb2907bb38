/** The stretch of the trace that is shown, in microseconds. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

const STEPS = [1, 2, 5, 10];
const SMALLEST_US = 1;

/** Round points in time inside the window, about `count` of them. */
export function ticks(window: TimeWindow, count: number): number[] {
  const rough = (window.to - window.from) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((each) => each * power >= rough) ?? 10) * power;
  const first = Math.ceil(window.from / step);
  const last = Math.floor(window.to / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
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
