import { expect, it } from 'vitest';
import {
  axisWidth,
  type ChartData,
  type ChartLine,
  heights,
  isUnfinished,
  lineStyle,
  markersOf,
  stacked,
  viewOf,
} from './chart-data.ts';

const line = (values: (number | null)[]): ChartLine => ({
  key: 'a',
  label: 'a',
  colour: 'red',
  values,
});

it('stacks from the bottom up and takes nothing for zero', () => {
  expect(stacked([line([1, null, 2]), line([1, 5, 0])])).toEqual([
    [1, 0, 2],
    [2, 5, 2],
  ]);
});

it.each([
  ['rates', 0, 100, [0, 108]],
  ['a budget that is overspent', -50, 100, [-54, 108]],
  ['one that always was', -100, -50, [-108, 0]],
  ['nothing', null, null, [0, 1]],
])('shows the whole of %s, and 0', (_, min, max, range) => {
  expect(heights(min, max)).toEqual(range);
});

it('finds the markers of a step, its end excluded', () => {
  const markers = ['14:00:00', '14:00:59', '14:01:00'].map((clock) => ({
    at: `2026-09-14T${clock}Z`,
    label: clock,
    tone: 'release' as const,
  }));
  const found = markersOf(markers, '2026-09-14T14:00:00Z', 60);
  expect(found.map(({ label }) => label)).toEqual(['14:00:00', '14:00:59']);
});

it('never gives two of the first eight lines the same look', () => {
  const looks = Array.from({ length: 8 }, (_, index) => JSON.stringify(lineStyle(index)));
  expect(new Set(looks).size).toBe(8);
});

it('names a stretch at every step that it covers', () => {
  const marker = { label: 'x', tone: 'maintenance' as const };
  const at = { at: '2026-03-01T10:00:30Z', until: '2026-03-01T10:02:00Z' };
  const steps = ['09:59', '10:00', '10:01', '10:02'].map(
    (time) => markersOf([{ ...marker, ...at }], `2026-03-01T${time}:00Z`, 60).length,
  );
  expect(steps).toEqual([0, 1, 1, 0]);
});

it('shows one line alone, all again when it is gone, and no stack on a logarithmic scale', () => {
  const data: ChartData = {
    label: '',
    kind: 'stack',
    at: [],
    stepS: 60,
    format: String,
    lines: [line([1]), { ...line([900]), key: 'b' }],
  };
  expect(viewOf(data, 'b', false).lines.map(({ key }) => key)).toEqual(['b']);
  expect(viewOf(data, 'gone', false)).toEqual(data);
  expect(viewOf(data, undefined, true)).toMatchObject({ kind: 'lines', log: true });
});

it('marks the step whose number still grows', () => {
  const now = Date.parse('2026-11-27T15:53:00Z');
  expect(isUnfinished('2026-11-27T15:30:00Z', 1800, now)).toBe(true);
  expect(isUnfinished('2026-11-27T15:00:00Z', 1800, now)).toBe(false);
  expect(isUnfinished(undefined, 1800, now)).toBe(false);
});

it('gives an axis the room that its longest text takes', () => {
  expect(axisWidth(['0', '200'])).toBe(52);
  expect(axisWidth([])).toBe(52);
  // 11 px type: eight characters are some 50 px wide, and stand 5 px off the plot.
  expect(axisWidth(['-200.0 %', '100.0 %'])).toBeGreaterThanOrEqual(60);
});
