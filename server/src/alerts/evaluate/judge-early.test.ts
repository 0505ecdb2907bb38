import { describe, expect, it } from 'vitest';
import { Feed } from '../../../../testkit/alerts/engine-feed.ts';
import { rewound } from './judge-early.ts';

describe('a clock that was put back during an incident', () => {
  it('NOTIFY -> NOTIFY: bursts that lie in the future page nobody', () => {
    const feed = new Feed();
    feed.pass(90);
    for (let i = 0; i < 2; i++) {
      feed.pass(2, { failing: () => 0.6 });
      feed.pass(12);
    }
    expect(feed.said).toEqual(['fired global-500']);
    feed.t -= 600;
    feed.state = rewound(feed.state, feed.t);
    const alert = feed.state.firing['global-500'];
    expect(alert?.bursts).toEqual([]);
    expect(alert?.clearsAt).toBeLessThanOrEqual(feed.t);
    expect(feed.state.history.every(({ t }) => t + 300 <= feed.t)).toBe(true);
    expect(feed.pass(2, { failing: () => 0.6 })).toEqual([]);
  });
});
