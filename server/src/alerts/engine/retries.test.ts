import { describe, expect, it } from 'vitest';
import { START, wordsOf } from '../../../../testkit/alerts/engine-feed.ts';
import type { ErrorCell } from './bucket.ts';
import { decide } from './decide.ts';
import { withoutWorstInTurn } from './retries.ts';
import { sliceOf } from './slice.ts';
import { emptyState } from './state.ts';

/** Failed calls of one client on one route: `count` in all, in the buckets from `from` to `to`. */
interface Retries {
  readonly org: string;
  readonly route: string;
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

const ORGS = ['a', 'b', 'c'];

/** A hardly used install, one call a bucket at most, on which clients repeat what always fails. */
function judged(buckets: number, retries: readonly Retries[]): string[] {
  let state = emptyState();
  const said: string[] = [];
  for (let i = 0; i < buckets; i++) {
    const t = START + i * 10;
    const calls: [string, string][] = i % 5 === 0 ? [[ORGS[i % 3] ?? 'a', `/r${i % 4}`]] : [];
    const errors = retries
      .filter(({ from, to }) => i >= from && i < to)
      .map(({ org, route, from, to, count }): ErrorCell => {
        const part = (count * (i - from + 1)) / (to - from);
        return [org, route, 500, Math.floor(part) - Math.floor(part - count / (to - from))];
      });
    const orgs: Record<string, number> = {};
    const routes: Record<string, number> = {};
    const add = (org: string, route: string, count: number) => {
      orgs[org] = (orgs[org] ?? 0) + count;
      routes[route] = (routes[route] ?? 0) + count;
    };
    for (const [org, route] of calls) add(org, route, 1);
    for (const [org, route, , count] of errors) add(org, route, count);
    const bucket = { t, complete: true, orgs, routes, errors };
    const input = { buckets: [bucket], closedTo: t + 10, heartbeats: true };
    const decision = decide(state, input, t + 10);
    state = decision.state;
    said.push(...decision.transitions.map(wordsOf));
  }
  return said.filter((words) => words !== 'fired no-data' && !words.includes('org-500'));
}

const HOUR = 360;
const clump = (org: string, from: number, route = '/r1', count = 9): Retries => ({
  org,
  route,
  from,
  to: from + 4,
  count,
});

const lasting = (org: string, buckets: number, count: number, route = '/r1'): Retries => ({
  org,
  route,
  from: HOUR,
  to: HOUR + buckets,
  count,
});

describe('clients that retry what always fails, on an install that is hardly used', () => {
  it.each([
    ['two at once, on one route', [clump('a', HOUR), clump('b', HOUR + 2)]],
    ['two at once, on two routes', [clump('a', HOUR), clump('b', HOUR + 2, '/r2')]],
    ['two within ten minutes, on one route', [clump('a', HOUR), clump('b', HOUR + 30)]],
    ['two, slowly', [lasting('a', 6, 4), lasting('b', 4, 4, '/r2')]],
  ])('are not everybody: %s', (_, retries) => {
    expect(judged(HOUR + 120, retries)).toEqual([]);
  });

  it('are not everybody in turn, for hours', () => {
    const turns = Array.from({ length: 12 }, (_, n) => {
      return clump(ORGS[n % 3] ?? 'a', HOUR + n * 90, `/r${n % 4}`, 12);
    });
    expect(judged(HOUR + 12 * 90, turns)).toEqual([]);
  });

  it.each([['/r1'], ['/r2']])('are not everybody beside one whose own alert is on: %s', (route) => {
    const bad = lasting('a', 300, 150);
    expect(judged(HOUR + 300, [bad, clump('b', HOUR + 250, route, 12)])).toEqual([]);
  });

  it('are everybody when a third one fails', () => {
    const three = ['a', 'b', 'c'].map((org, n) => clump(org, HOUR + n));
    expect(judged(HOUR + 12, three)).toContain('fired route-500:/r1');
  });

  it('are trouble when it goes on', () => {
    const lasting = ['a', 'b'].map((org) => ({ ...clump(org, HOUR), to: HOUR + 60, count: 200 }));
    expect(judged(HOUR + 60, lasting)).toContain('paged route-500:/r1');
  });
});

describe('what is left without those who fail in turn', () => {
  const bucket = (errors: Readonly<Record<string, number>>) =>
    sliceOf({
      t: START,
      complete: true,
      routes: {},
      orgs: Object.fromEntries(ORGS.map((org) => [org, 20])),
      errors: Object.entries(errors).map(([org, count]): ErrorCell => [org, '/r1', 500, count]),
    });
  const left = (...buckets: Readonly<Record<string, number>>[]) =>
    withoutWorstInTurn(buckets.map(bucket), '500');

  it('is nothing of theirs', () => {
    expect(left({ a: 12 }, { b: 11, c: 1 })).toEqual({ requests: 80, errors: 1 });
  });

  it('is all of it where several are hit, however unevenly', () => {
    expect(left({ a: 9, b: 8, c: 2 }, { a: 2, b: 9, c: 8 })).toEqual({ requests: 120, errors: 38 });
  });
});
