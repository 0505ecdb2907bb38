/** One line or band of a chart. */
export interface ChartLine {
  readonly key: string;
  readonly label: string;
  /** A CSS colour, custom properties included. */
  readonly colour: string;
  /** Told apart without colour as well. */
  readonly dash?: readonly number[];
  /** One value for each point in time; null where there is none. */
  readonly values: readonly (number | null)[];
}

/** A moment or a stretch worth seeing in every chart: a release, an alert, maintenance. */
export interface ChartMarker {
  readonly at: string;
  readonly label: string;
  readonly tone: 'release' | 'alert' | 'maintenance';
  /** Of a stretch. */
  readonly until?: string;
}

export interface ChartData {
  /** Read to screen readers; says what the chart shows. */
  readonly label: string;
  readonly kind: 'lines' | 'stack';
  /** Starts of the steps. */
  readonly at: readonly string[];
  readonly stepS: number;
  readonly lines: readonly ChartLine[];
  readonly markers?: readonly ChartMarker[];
  readonly format: (value: number) => string;
  /** Drawn dashed over the rest, and no part of a stack: the same of another time. */
  readonly before?: { readonly label: string; readonly values: readonly (number | null)[] };
  /** Draws small values as visibly as large ones: linear near 0, logarithmic beyond. */
  readonly log?: boolean;
}

/**
 * What is drawn of `data`: the line `only`, or all; with `log` a stack becomes lines, as heights of a
 * logarithmic scale add up to nothing.
 */
export function viewOf(data: ChartData, only: string | undefined, log: boolean): ChartData {
  const chosen = data.lines.filter(({ key }) => key === only);
  return {
    ...data,
    ...(chosen.length > 0 ? { lines: chosen } : {}),
    ...(log ? { log, kind: 'lines' as const } : {}),
  };
}

/** Whether the step that begins at `at` is not over at `nowMs`: its number still grows. */
export function isUnfinished(at: string | undefined, stepS: number, nowMs: number): boolean {
  return at !== undefined && Date.parse(at) + stepS * 1000 > nowMs;
}

/** Running sums of the lines, from the bottom up, as a stack is drawn. */
export function stacked(lines: readonly ChartLine[]): number[][] {
  const below: number[] = [];
  return lines.map(({ values }) =>
    values.map((value, index) => {
      const sum = (below[index] ?? 0) + (value ?? 0);
      below[index] = sum;
      return sum;
    }),
  );
}

/** Lowest and highest value that a plot shows, with some room; 0 is always in it. */
export function heights(min: number | null, max: number | null, log = false): [number, number] {
  const room = log ? 1.5 : 1.08;
  const low = (min ?? 0) < 0 ? (min ?? 0) * room : 0;
  const high = (max ?? 0) > 0 ? (max ?? 0) * room : low < 0 ? 0 : 1;
  return [low, high];
}

const LEAST_AXIS_PX = 52;
/** A digit of the axis' font is narrower than this. */
const DIGIT_PX = 6.6;
const AXIS_GAP_PX = 12;

/** The width of an axis that cuts off none of its texts, the minus least of all. */
export function axisWidth(texts: readonly string[]): number {
  const longest = Math.max(0, ...texts.map(({ length }) => length));
  return Math.max(LEAST_AXIS_PX, Math.ceil(AXIS_GAP_PX + DIGIT_PX * longest));
}

/** Markers inside of the step that begins at `at`, and stretches that cover its beginning. */
export function markersOf(
  markers: readonly ChartMarker[],
  at: string,
  stepS: number,
): readonly ChartMarker[] {
  const from = Date.parse(at);
  return markers.filter(({ at: when, until }) => {
    const time = Date.parse(when);
    const begins = time >= from && time < from + stepS * 1000;
    return begins || (until !== undefined && time < from && Date.parse(until) > from);
  });
}

/** Colours of lines that have none of their own, and a dash once colours come round again. */
export function lineStyle(index: number): { colour: string; dash?: readonly number[] } {
  const colour = `var(--svc-${index % 8})`;
  const dash = [undefined, [6, 4], [2, 3]][Math.floor(index / 4) % 3];
  return dash ? { colour, dash } : { colour };
}
