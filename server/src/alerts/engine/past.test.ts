import { describe, expect, it } from 'vitest';
import { type BucketFeed, Feed } from '../../../../testkit/alerts/engine-feed.ts';

const sent = () => 40;
const healthy: BucketFeed = { sent };
const failing = (share: number): BucketFeed => ({ sent, failing: () => share });

/** Outages of so many buckets, one every so many, after twenty minutes without errors. */
function outages(count: number, hot: number, every: number, share = 0.5): Feed {
  const feed = new Feed();
  feed.pass(120, healthy);
  for (let i = 0; i < count; i++) {
    feed.pass(hot, failing(share));
    feed.pass(every - hot, healthy);
  }
  return feed;
}

const once = ['fired global-500', 'paged global-500'];

describe('short outages that come back', () => {
  it.each([
    ['10 s, in two buckets, every 10 minutes', 2, 60],
    ['30 s every 590 s', 3, 59],
    ['60 s every 700 s', 6, 70],
    ['120 s every 20 minutes', 12, 120],
    ['90 s every 26 minutes', 9, 156],
  ])('are one incident that pages once: %s', (_, hot, every) => {
    const feed = outages(8, hot, every);
    expect(feed.said).toEqual(once);
    expect(feed.pass(270, healthy)).toEqual(['resolved global-500']);
  });

  it.each([
    ['three of less than ten seconds, ten minutes apart', 3, 60, once],
    ['four of them, sixteen minutes apart', 4, 96, once],
    ['two of them, four minutes apart', 2, 24, []],
    ['four of them, twenty-five minutes apart', 4, 150, []],
  ])('too short to fire alone fire when they add up: %s', (_, count, every, said) => {
    expect(outages(count, 1, every, 1).said).toEqual(said);
  });

  it('further apart are one from the second time on', () => {
    const feed = outages(6, 9, 200);
    expect(feed.said).toEqual([...once, 'resolved global-500', ...once]);
    expect(feed.state.past).toEqual({});
  });

  it('further apart than forty minutes have nothing to do with each other', () => {
    const feed = outages(3, 9, 260);
    expect(feed.said).toEqual([1, 2, 3].flatMap(() => [...once, 'resolved global-500']));
  });

  it('leave nothing to what lasts: that is over when it is', () => {
    const feed = outages(1, 9, 150);
    feed.pass(60, failing(0.5));
    expect(feed.pass(40, healthy)).toEqual(['resolved global-500']);
    expect(feed.state.past).toEqual({});
  });

  it('are remembered no longer than forty minutes', () => {
    const feed = outages(1, 9, 130);
    expect(Object.keys(feed.state.past)).toEqual(['global-500']);
    feed.pass(130, healthy);
    expect(feed.state.past).toEqual({});
  });

  it('of one organisation leave nothing', () => {
    const feed = new Feed();
    feed.pass(120, healthy);
    feed.pass(12, { sent, failing: (org) => (org === 'org_3' ? 1 : 0) });
    expect(feed.pass(100, healthy)).toEqual(['resolved org-500:org_3']);
    expect(feed.state.past).toEqual({});
  });
});

describe('what is held open', () => {
  it('pages again when it had come to rest, and is back to stay', () => {
    const feed = outages(1, 9, 50);
    expect(feed.said).toEqual(once);
    expect(feed.pass(17, failing(0.5))).toEqual([]);
    expect(feed.pass(60, failing(0.5))).toEqual(['paged global-500']);
  });

  it('is not over sooner because a later burst is longer', () => {
    const feed = outages(1, 3, 24);
    feed.pass(20, failing(0.5));
    expect(feed.pass(150, healthy)).toEqual([]);
    expect(feed.pass(40, healthy)).toEqual(['resolved global-500']);
  });

  it('is over soon after what lasts', () => {
    const feed = outages(1, 3, 24);
    feed.pass(40, failing(0.5));
    expect(feed.pass(40, healthy)).toEqual(['resolved global-500']);
  });

  it('does not page again after a short pause', () => {
    const feed = outages(1, 9, 30);
    expect(feed.pass(60, failing(0.5))).toEqual([]);
  });

  it('differs from a route that begins to fail', () => {
    const feed = outages(1, 3, 40);
    expect(feed.said).toEqual(['fired global-500']);
    const transitions = feed.pass(10, { sent, failing: (_, on) => (on === '/b' ? 0.8 : 0) });
    expect(transitions).toEqual(['fired route-500:/b', 'paged route-500:/b']);
    expect(feed.pass(62, healthy)).toEqual([]);
    expect(feed.pass(2, failing(0.5))).toEqual(['superseded route-500:/b']);
    expect(feed.state.firing['global-500']?.bursts).toHaveLength(2);
  });

  it('takes in a route that fails between its bursts', () => {
    const feed = outages(3, 3, 12);
    const transitions = feed.pass(8, { sent, failing: (_, on) => (on === '/b' ? 0.8 : 0) });
    expect(transitions).toEqual([]);
  });
});
