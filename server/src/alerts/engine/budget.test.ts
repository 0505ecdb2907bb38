import { describe, expect, it } from 'vitest';
import { type BucketFeed, Feed } from '../../../../testkit/alerts/engine-feed.ts';
import { learningToStore, restored, stateToStore } from '../evaluate/persisted.ts';

const sent = () => 40;
const healthy: BucketFeed = { sent };
const failing = (share: number): BucketFeed => ({ sent, failing: () => share });

/** A feed with some minutes without errors behind it. */
function lived(minutes: number): Feed {
  const feed = new Feed();
  feed.pass(minutes * 6, healthy);
  return feed;
}

/** Bursts of so many failing buckets, each followed by so many without errors. */
function bursts(feed: Feed, count: number, hot: number, pause: number): string[] {
  const before = feed.said.length;
  for (let i = 0; i < count; i++) {
    feed.pass(hot, failing(0.5));
    feed.pass(pause, healthy);
  }
  return feed.said.slice(before);
}

const alertOf = (feed: Feed) => feed.state.firing['global-500'];

describe('bursts: OK -> NOTIFY -> PAGE -> CLEARING -> OK', () => {
  it.each([
    ['two of 40 s within five minutes', 2, 4, 10, true],
    ['three of 20 s, every three minutes', 3, 2, 16, true],
    ['two of 30 s, eight minutes apart', 2, 3, 45, true],
    ['three of 40 s, six minutes apart', 3, 4, 32, true],
    ['two of 20 s, four minutes apart', 2, 2, 24, true],
    ['two of 20 s, half a minute apart: one that stutters', 2, 2, 3, false],
    ['two of 20 s, eleven minutes apart', 2, 2, 66, false],
    ['three of 20 s, ten minutes apart', 3, 2, 58, true],
    ['four of 20 s, seventeen minutes apart', 4, 2, 100, true],
    ['four of 20 s, twenty minutes apart', 4, 2, 118, false],
    ['two of 40 s, twenty minutes apart', 2, 4, 116, false],
    ['a single one of 40 s', 1, 4, 10, false],
  ])('%s (%i of %i buckets, %i apart) page: %s', (_, count, hot, pause, pages) => {
    const said = bursts(lived(20), count, hot, pause);
    expect(said.includes('paged global-500')).toBe(pages);
  });

  it('is one incident: fired, paged and resolved once', () => {
    const feed = lived(20);
    const during = bursts(feed, 12, 3, 15);
    expect(during).toEqual(['fired global-500', 'paged global-500']);
    expect(feed.pass(60, healthy)).toEqual(['resolved global-500']);
  });

  it.each([
    ['outages of 90 s, four minutes apart', 9, 24, ['fired', 'paged']],
    ['outages of 90 s with pauses that differ', 9, 12, ['fired', 'paged']],
    ['blips of 30 s, eight minutes apart', 3, 45, ['fired', 'paged']],
  ])('are one incident: %s', (_, hot, pause, said) => {
    const feed = lived(20);
    const all = [
      ...bursts(feed, 2, hot, pause),
      ...bursts(feed, 1, hot, 24),
      ...bursts(feed, 2, hot, pause),
    ];
    expect(all).toEqual(said.map((word) => `${word} global-500`));
  });

  it('that hit others each time, and too few to fire alone, add up', () => {
    const feed = lived(20);
    for (const turn of [0, 1, 2]) {
      const hit = [`org_${turn}`, `org_${turn + 4}`];
      feed.pass(3, { sent, failing: (org) => (hit.includes(org) ? 0.4 : 0) });
      feed.pass(12, healthy);
    }
    expect(feed.said).toEqual(['fired global-500', 'paged global-500']);
    expect(alertOf(feed)?.budget).toMatchObject({ bursts: 3 });
  });

  it('says which window spoke, and how fast the budget burns', () => {
    const feed = lived(20);
    bursts(feed, 3, 2, 16);
    expect(alertOf(feed)?.budget).toMatchObject({ windowS: 600, bursts: 2 });
    expect(alertOf(feed)?.budget?.burnRate).toBeGreaterThan(10);
  });

  it.each([
    ['collapses', 40, 2],
    ['grows', 4, 40],
  ])('counts the requests of its window, also where traffic %s', (_, first, then) => {
    const feed = lived(0);
    const from = () => feed.t - 1800;
    const sent: { readonly t: number; readonly count: number }[] = [];
    const pass = (count: number, each: number, share: number) => {
      for (let i = 0; i < count && alertOf(feed)?.pagedAt == null; i++) {
        sent.push({ t: feed.t, count: each * 32 });
        feed.pass(1, { sent: () => each, failing: () => share });
      }
    };
    pass(150, first, 0);
    pass(2, first, 0.9);
    pass(62, first, 0);
    pass(2, first, 0.9);
    pass(60, then, 0);
    pass(2, then, 0.9);
    const all = sent.filter(({ t }) => t >= from()).reduce((sum, { count }) => sum + count, 0);
    const { windowS, requests = 0, errors = 0 } = alertOf(feed)?.budget ?? {};
    expect(windowS).toBe(1800);
    expect(Math.abs(requests - all)).toBeLessThan(0.02 * all);
    expect(errors).toBeLessThan(requests);
  });

  it('NOTIFY -> CLEARING says until when it is not over, PAGE or not', () => {
    const feed = lived(20);
    bursts(feed, 1, 3, 8);
    const alert = alertOf(feed);
    expect(alert?.state).toBe('CLEARING');
    const left = ((alert?.clearsAt ?? 0) - feed.t) / 10;
    expect(feed.pass(left - 1, healthy)).toEqual([]);
    expect(feed.pass(2, healthy)).toEqual(['resolved global-500']);
  });

  it('CLEARING -> OK waits for longer than the pauses of this incident', () => {
    const feed = lived(20);
    bursts(feed, 5, 3, 26);
    const wait = ((alertOf(feed)?.clearsAt ?? 0) - (alertOf(feed)?.lastHot ?? 0)) / 10;
    expect(wait).toBeGreaterThan(26);
    expect(wait).toBeLessThan(60);
  });

  it('OK -> NOTIFY: an outage that has ended does not make a blip page', () => {
    const feed = lived(20);
    feed.pass(20, failing(0.5));
    expect(feed.pass(30, healthy)).toEqual(['resolved global-500']);
    expect(feed.pass(3, failing(0.5))).toEqual(['fired global-500']);
  });

  it('that are far smaller than a blip make no page of it', () => {
    const feed = lived(20);
    bursts(feed, 1, 3, 24);
    feed.pass(1, failing(0.3));
    feed.pass(60, healthy);
    feed.pass(2, failing(0.5));
    expect(feed.said).toEqual(['fired global-500']);
  });

  it('near a deploy marker need to hold twice as much', () => {
    const feed = lived(20);
    feed.state = { ...feed.state, deploys: [{ at: feed.t, release: '2.0.0' }] };
    expect(bursts(feed, 2, 4, 10)).toEqual(['fired global-500']);
    expect(bursts(feed, 2, 4, 10)).toEqual(['paged global-500']);
  });
});

/** A little of everything fails: one request in `per` of each bucket's 1,280. */
function burn(feed: Feed, minutes: number, errors: number): string[] {
  const before = feed.said.length;
  for (let i = 0; i < minutes * 6; i++) {
    const org = `org_${i % 8}`;
    const other = `org_${(i + 3) % 8}`;
    const route = ['/a', '/b', '/c', '/d'][i % 4];
    feed.pass(1, {
      sent,
      failing: (name, on) => ((name === org || name === other) && on === route ? errors / 80 : 0),
    });
  }
  return feed.said.slice(before);
}

describe('a slow burn: OK -> NOTIFY -> PAGE', () => {
  it.each([
    ['0.6 % of all requests', 8, 12],
    ['0.3 % of all requests', 4, 32],
  ])('%s fires within its window', (_, errors, minutes) => {
    const feed = lived(60);
    expect(burn(feed, minutes, errors)).toContain('fired global-500');
    expect(alertOf(feed)?.budget?.bursts).toBe(0);
  });

  it('that grows so slowly that it is learned fires before it is 0.5 %', () => {
    const feed = new Feed();
    for (let i = 0; i < 200; i++) {
      feed.pass(2, healthy);
      burn(feed, 1 / 6, 2);
    }
    expect(feed.said).toEqual([]);
    for (const errors of [2, 4, 6]) burn(feed, 30, errors);
    expect(feed.said).toContain('fired global-500');
  });

  it('is judged by no window that is longer than the data', () => {
    const young = new Feed();
    young.objectives = { 'global-500': 0.0001 };
    expect(burn(young, 8, 4)).toEqual([]);
    expect(burn(young, 2, 4)).toContain('fired global-500');
    expect(alertOf(young)?.budget?.windowS).toBe(600);
  });

  it('does not fire when it is usual', () => {
    const feed = new Feed();
    burn(feed, 5, 8);
    expect(burn(feed, 240, 8)).toEqual([]);
  });

  it('that begins with a blip pages as one incident, and is held open while it burns', () => {
    const feed = lived(60);
    const busy = (share: number): BucketFeed => ({ sent: () => 400, failing: () => share });
    feed.pass(60, busy(0));
    const before = feed.said.length;
    feed.pass(2, busy(0.7));
    feed.pass(90, busy(0.02));
    expect(feed.said.slice(before)).toEqual(['fired global-500', 'paged global-500']);
    expect(alertOf(feed)?.budget).toMatchObject({ windowS: 600, bursts: 0 });
    feed.pass(180, busy(0.02));
    expect(feed.said.slice(before)).toHaveLength(2);
    expect(feed.pass(60, busy(0))).toEqual(['resolved global-500']);
  });

  it('that ended does not fire again out of the long windows', () => {
    const feed = lived(60);
    burn(feed, 40, 8);
    feed.pass(60, healthy);
    expect(feed.said.at(-1)).toBe('resolved global-500');
    expect(feed.pass(240, healthy)).toEqual([]);
  });

  it.each([0, 1, 2, 3, 4, 5])('does not fire on the end of an outage (%i)', (later) => {
    const feed = lived(20);
    feed.pass(19 * 6 + later, failing(0.7));
    feed.pass(14, healthy);
    feed.pass(136, { sent, failing: (org, on) => (org === 'org_0' && on === '/a' ? 1 / 40 : 0) });
    expect(feed.said).toEqual(['fired global-500', 'paged global-500', 'resolved global-500']);
  });

  it('is measured by the objective when there is one', () => {
    const strict = lived(60);
    strict.objectives = { 'global-500': 0.0001 };
    expect(burn(strict, 60, 2)).toContain('fired global-500');
    const lax = lived(60);
    lax.objectives = { 'global-500': 0.01 };
    expect(burn(lax, 60, 4)).toEqual([]);
  });

  it('an objective that cannot be met does not fire over what is usual', () => {
    const feed = new Feed();
    feed.objectives = { 'global-500': 0.000_01 };
    burn(feed, 5, 2);
    expect(burn(feed, 240, 2)).toEqual([]);
  });
});

describe('what is remembered', () => {
  it('is bounded: six hours in cells of five minutes', () => {
    const feed = lived(8 * 60);
    expect(feed.state.history.length).toBeLessThanOrEqual(73);
  });

  it('survives a restart, and is loaded from what an earlier version stored', () => {
    const feed = lived(20);
    bursts(feed, 1, 3, 130);
    expect(feed.state.past).toHaveProperty('global-500');
    bursts(feed, 3, 2, 16);
    feed.state = { ...feed.state, past: { 'route-500:/b': alertOf(feed)?.bursts ?? [] } };
    const plain = (value: unknown) => JSON.parse(JSON.stringify(value));
    const [state, learned] = [stateToStore(feed.state), learningToStore(feed.state)].map(plain);
    expect(state.firing['global-500']).toMatchObject({ quiet: { errors: 0 }, lulls: 3 });
    const { window, ...kept } = feed.state;
    expect(window.length).toBeGreaterThan(0);
    expect(restored(state, learned)).toEqual({ ...kept, window: [] });
    for (const alert of Object.values<Record<string, unknown>>(state.firing))
      for (const name of ['bursts', 'budget', 'clearsAt']) delete alert[name];
    delete learned.history;
    expect(restored({ ...state, past: 'x' }, learned).past).toEqual({});
    delete state.past;
    const old = restored(state, learned);
    expect(old.firing['global-500']?.pagedAt).toBeGreaterThan(0);
    expect(old).toMatchObject({ history: [], baselines: kept.baselines });
  });
});
