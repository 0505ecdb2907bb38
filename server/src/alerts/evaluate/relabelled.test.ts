import { describe, expect, it } from 'vitest';
import { Feed } from '../../../../testkit/alerts/engine-feed.ts';
import { relabelled } from './relabelled.ts';

const HOT = { failing: () => 0.6 };

/** A short burst: notified, and one more away from a page. */
function burning(): Feed {
  const feed = new Feed();
  feed.pass(90);
  feed.pass(2, HOT);
  feed.pass(12);
  expect(feed.said).toEqual(['fired global-500']);
  return feed;
}

function set(feed: Feed, byS: number): void {
  feed.t += byS;
  feed.state = relabelled(feed.state, byS);
}

describe('a clock that is set during an incident', () => {
  it.each([-7200, -1790, -600, 40, 290, 86_400])('changes nothing (by %i s)', (byS) => {
    const [steady, stepped] = [burning(), burning()];
    set(stepped, byS);
    for (const [count, ten] of [[2, HOT], [20], [2, HOT], [200]] as const) {
      expect(stepped.pass(count, ten)).toEqual(steady.pass(count, ten));
      expect(stepped.state.window.at(-1)?.t).toBe(stepped.t - 10);
    }
    expect(stepped.said).toEqual(['fired global-500', 'paged global-500', 'resolved global-500']);
    const [t, at] = [stepped, steady].map(({ state, t }) => t - (state.ended['global-500'] ?? 0));
    expect(t).toBe(at);
  });

  it.each([-7200, 290, 86_400])('nor what ended lately (by %i s)', (byS) => {
    const feed = burning();
    expect(feed.pass(180)).toEqual(['resolved global-500']);
    set(feed, byS);
    feed.pass(2, HOT);
    expect(feed.pass(170)).toEqual([]);
    expect(Object.values(feed.state.firing)[0]?.bursts).toHaveLength(2);
  });

  it('leaves nothing that is remembered in the future, and history in its order', () => {
    const feed = burning();
    set(feed, -1790);
    const times = feed.state.history.map(({ t }) => t);
    expect(times.every((t) => t + 300 <= feed.t && t % 300 === 0)).toBe(true);
    feed.pass(120);
    const after = feed.state.history.map(({ t }) => t);
    expect(after).toEqual([...new Set(after)].toSorted((a, b) => a - b));
  });
});
