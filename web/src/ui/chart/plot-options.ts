import { DAY_S } from '@request-desk/shared/durations';
import { isoOfSeconds } from '@request-desk/shared/instant';
import uPlot from 'uplot';
import { dayMinuteIn } from '../format-time.ts';
import type { Zone } from '../zone.ts';
import { axisWidth, type ChartData, heights, stacked } from './chart-data.ts';
import { drawMarkers } from './draw-markers.ts';
import { fadeUnfinished } from './fade-unfinished.ts';

/** Read at the time of an event, so that a drawing never calls an old listener. */
type Latest = () => {
  readonly data: ChartData;
  readonly onPoint: (index: number | undefined) => void;
  readonly onPick?: ((index: number) => void) | undefined;
  readonly onBrush?: ((from: string, to: string) => void) | undefined;
};

const CLICK_PX = 3;
const FONT = '11px Inter, ui-sans-serif, system-ui, sans-serif';

/** Times in seconds, then one list per line; a stack is drawn from its tallest sum down. */
export function plotData(data: ChartData): uPlot.AlignedData {
  const times = data.at.map((iso) => Date.parse(iso) / 1000);
  const values =
    data.kind === 'stack'
      ? stacked(data.lines).reverse()
      : data.lines.map((line) => [...line.values]);
  return [times, ...values, ...(data.before ? [[...data.before.values]] : [])];
}

export function plotOptions(
  latest: Latest,
  zone: Zone,
  size: { width: number; height: number },
  style: CSSStyleDeclaration,
): uPlot.Options {
  const { data } = latest();
  const colour = (css: string) =>
    css.startsWith('var(') ? style.getPropertyValue(css.slice(4, -1)).trim() : css;
  const grid = { stroke: colour('var(--line)'), width: 1 };
  const axis = { stroke: colour('var(--fg-3)'), font: FONT, ticks: { show: false } };
  const bands = data.kind === 'stack';
  // The browser reports the end of a drag as a click too.
  let dragged = false;
  const lines = bands ? [...data.lines].reverse() : data.lines;
  return {
    ...size,
    legend: { show: false },
    padding: [12, 20, 0, 0],
    cursor: {
      y: false,
      points: { show: data.kind === 'lines' },
      drag: { x: true, y: false, setScale: false, dist: CLICK_PX },
      bind: { dblclick: () => null },
      sync: { key: 'request-desk' },
    },
    scales: {
      // The last bar needs the room of its step.
      x: { time: true, range: (_u, min, max) => [min, max + (bands ? latest().data.stepS : 0)] },
      y: {
        range: (_u, min, max) => heights(min, max, data.log),
        ...(data.log ? { distr: 4 as const } : {}),
      },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 26,
        space: 76,
        // biome-ignore lint/complexity/useMaxParams: the signature is of uPlot.
        values: (_u, splits, _axis, _space, step) => splits.map((at) => tickText(at, step, zone)),
      },
      {
        ...axis,
        grid,
        size: (_u, texts) => axisWidth(texts ?? []),
        space: 34,
        // On a logarithmic scale there are more lines than names: those without are null.
        values: (_u, splits) =>
          splits.map((value) => (value == null ? '' : latest().data.format(value))),
      },
    ],
    series: [
      {},
      ...lines.map((line): uPlot.Series => {
        const stroke = colour(line.colour);
        return bands
          ? { fill: stroke, width: 0, points: { show: false }, ...(bars ? { paths: bars } : {}) }
          : {
              stroke,
              width: 1.75,
              points: { show: false },
              ...(line.dash ? { dash: [...line.dash] } : {}),
            };
      }),
      ...(data.before
        ? [{ stroke: colour('var(--fg-2)'), width: 1.25, dash: [3, 3], points: { show: false } }]
        : []),
    ],
    hooks: {
      draw: [
        (u) => fadeUnfinished(u, latest().data, colour('var(--surface)')),
        (u) => drawMarkers(u, latest().data.markers ?? [], colour),
      ],
      setCursor: [(u) => latest().onPoint(u.cursor.idx ?? undefined)],
      setSelect: [
        (u) => {
          const { left, width } = u.select;
          const step = latest().data.stepS;
          dragged = width > CLICK_PX;
          if (width > CLICK_PX) {
            const [from, to] = [u.posToVal(left, 'x'), u.posToVal(left + width, 'x')];
            const whole = (at: number) => new Date(Math.round(at / step) * step * 1000);
            if (whole(to) > whole(from))
              latest().onBrush?.(whole(from).toISOString(), whole(to).toISOString());
          }
          u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
      init: [
        (u) =>
          u.over.addEventListener('click', () => {
            if (u.cursor.idx != null && !dragged) latest().onPick?.(u.cursor.idx);
            dragged = false;
          }),
      ],
    },
  };
}

const bars = uPlot.paths.bars?.({ size: [0.82, 40], align: 1 });

function tickText(at: number, step: number, zone: Zone): string {
  const text = dayMinuteIn(isoOfSeconds(at), zone);
  return step >= DAY_S || text.endsWith('00:00') ? text.slice(0, -6) : text.slice(-5);
}
