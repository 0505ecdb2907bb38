import { expect, it } from 'vitest';
import { around } from './around.ts';

const at = (second: number) => new Date(second * 1000).toISOString();
const points = [
  [0, 10, 0],
  [60, 10, 1],
  [120, 10, 9],
  [180, 10, 8],
  [240, 10, 0],
].map(([second = 0, requests = 0, errors = 0]) => ({ at: at(second), requests, errors }));
const chart = { step_s: 60, points };

it('counts what came before the start and after the end, and no step of the incident', () => {
  expect(around({ chart, started_at: at(125), ended_at: at(200) })).toEqual({
    before: { at: at(0), window_s: 120, requests: 20, errors: 1 },
    after: { at: at(240), window_s: 60, requests: 10, errors: 0 },
  });
});

it('says nothing of what the chart does not show', () => {
  const open = around({ chart, started_at: at(0), ended_at: null });
  expect(open).toEqual({ before: undefined, after: undefined });
});
