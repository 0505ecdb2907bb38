import { describe, expect, it } from 'vitest';
import { bucketOf, Feed, START, wordsOf } from '../../../../testkit/alerts/engine-feed.ts';
import { learningToStore, restored } from '../evaluate/persisted.ts';
import type { ErrorCell } from './bucket.ts';
import { decide } from './decide.ts';
import { emptyState, type Transition } from './state.ts';

const everything = { failing: () => 1 };

describe('an outage of everything', () => {
  it('notifies after two buckets, pages after six, ends after 150 s without errors', () => {
    const feed = new Feed();
    expect(feed.pass(30)).toEqual([]);
    expect(feed.pass(2, everything)).toEqual(['fired global-500']);
    expect(feed.pass(3, everything)).toEqual(['paged global-500']);
    expect(feed.pass(30, everything)).toEqual([]);
    expect(feed.pass(14)).toEqual([]);
    expect(feed.pass(2)).toEqual(['resolved global-500']);
  });

  it('is seen in the first minute of an install', () => {
    expect(new Feed().pass(2, everything)).toEqual(['fired global-500']);
  });

  it('pages 43 to 60 s after a clean start, wherever in a bucket it began', () => {
    for (let filled = 1; filled <= 10; filled++) {
      const feed = new Feed();
      const sent = () => 10;
      feed.pass(30, { sent });
      feed.pass(1, { sent, failing: () => filled / 10 });
      let seconds = filled;
      while (!feed.said.includes('paged global-500') && seconds < 120) {
        feed.pass(1, { sent, ...everything });
        seconds += 10;
      }
      expect(seconds).toBeGreaterThanOrEqual(43);
      expect(seconds).toBeLessThanOrEqual(60);
    }
  });

  it('counts trouble that was there before everything failed as its beginning', () => {
    const feed = new Feed();
    const sent = () => 10;
    feed.pass(30, { sent });
    expect(feed.pass(3, { sent, failing: () => 0.5 })).toEqual(['fired global-500']);
    expect(feed.pass(3, { sent, ...everything })).toEqual(['paged global-500']);
  });

  it('does not page when it is over within 20 s', () => {
    const feed = new Feed();
    feed.pass(30);
    feed.pass(2, everything);
    expect(feed.pass(182)).toEqual(['resolved global-500']);
  });

  it('is not over because data is missing, or because a bucket is incomplete', () => {
    const feed = new Feed();
    feed.pass(30);
    feed.pass(20, everything);
    expect(feed.miss(40)).toEqual(['fired no-data']);
    expect(feed.pass(20, { complete: false })).toEqual(['resolved no-data']);
    expect(feed.pass(20)).toEqual(['resolved global-500']);
  });

  it('takes time in which nobody watched for neither recovery nor silence', () => {
    const unwatched = { complete: false, sent: () => 0 };
    const feed = new Feed();
    feed.pass(30);
    feed.pass(20, everything);
    expect(feed.pass(60, unwatched)).toEqual([]);
    expect(feed.pass(14)).toEqual([]);
    expect(feed.pass(1)).toEqual(['resolved global-500']);
    expect(feed.miss(6)).toEqual(['fired no-data']);
    expect(feed.pass(60, unwatched)).toEqual([]);
    expect(feed.pass(1)).toEqual(['resolved no-data']);
  });

  it('fires on an incomplete bucket', () => {
    const feed = new Feed();
    feed.pass(30);
    expect(feed.pass(2, { ...everything, complete: false })).toEqual(['fired global-500']);
  });
});

describe('who is hit', () => {
  it('names the one route', () => {
    const feed = new Feed();
    feed.pass(30);
    const said = feed.pass(10, { failing: (_, route) => (route === '/b' ? 0.8 : 0) });
    expect(said).toEqual(['fired route-500:/b', 'paged route-500:/b']);
  });

  it('names the one organisation and pages nobody', () => {
    const feed = new Feed();
    feed.pass(30);
    const said = feed.pass(30, { failing: (org) => (org === 'org_3' ? 1 : 0) });
    expect(said).toEqual(['fired org-500:org_3']);
  });

  it('lets the whole supersede the parts', () => {
    const feed = new Feed();
    feed.pass(30);
    feed.pass(10, { failing: (_, route) => (route === '/b' ? 0.8 : 0) });
    expect(feed.pass(6, everything)).toContain('superseded route-500:/b');
  });
});

describe('429s', () => {
  it('of one organisation notify', () => {
    const feed = new Feed();
    feed.pass(30);
    const runaway = (org: string) => (org === 'org_1' ? 60 : 5);
    const failing = (org: string) => (org === 'org_1' ? 0.9 : 0);
    expect(feed.pass(12, { failing, status: 429, sent: runaway })).toEqual(['fired org-429:org_1']);
  });

  it('of everybody page', () => {
    const feed = new Feed();
    feed.pass(70);
    const said = feed.pass(12, { failing: () => 0.6, status: 429 });
    expect(said).toContain('paged global-429');
    expect(said.filter((words) => words.startsWith('paged'))).toEqual(['paged global-429']);
  });
});

describe('silence', () => {
  it('is no-data after a minute without heartbeats', () => {
    const feed = new Feed();
    feed.pass(30);
    expect(feed.miss(6)).toEqual(['fired no-data']);
    expect(feed.pass(1)).toEqual(['resolved no-data']);
  });

  it('without heartbeats is judged by the traffic that was due', () => {
    const feed = new Feed(false);
    feed.pass(30);
    expect(feed.miss(8)).toEqual(['fired no-data']);
    const quiet = new Feed(false);
    for (let i = 0; i < 10; i++) {
      quiet.pass(1, { sent: (org) => (org === 'org_0' ? 1 : 0) });
      quiet.miss(5);
    }
    expect(quiet.miss(12)).toEqual([]);
  });

  it('without heartbeats is no news where the traffic had been fading', () => {
    const feed = new Feed(false);
    feed.pass(100);
    for (const requests of [5, 4, 3, 2, 1, 1]) feed.pass(2, { sent: () => requests });
    for (let i = 0; i < 5; i++) {
      feed.pass(1, { sent: (org) => (org === 'org_0' ? 1 : 0) });
      feed.miss(2);
    }
    expect(feed.miss(20)).toEqual([]);
  });
});

describe('late and repeated buckets', () => {
  it('are judged again without another page', () => {
    const feed = new Feed();
    feed.pass(30);
    feed.pass(8, everything);
    const again = feed.state.window.slice(-8).map(({ t }) => bucketOf(t, everything));
    const input = { buckets: again, closedTo: feed.t, heartbeats: true };
    expect(decide(feed.state, input, feed.t)).toEqual({ state: feed.state, transitions: [] });
  });

  it('count from the next judgement on', () => {
    const feed = new Feed();
    feed.pass(30);
    feed.pass(2);
    const late = [bucketOf(feed.t - 10, everything), bucketOf(feed.t, everything)];
    const { transitions } = decide(
      feed.state,
      { buckets: late, closedTo: feed.t + 10, heartbeats: true },
      feed.t + 10,
    );
    expect(transitions.map(wordsOf)).toEqual(['fired global-500']);
  });
});

describe('a deployment', () => {
  it('softens: the same trouble pages later', () => {
    const transitionsAfter = (deploys: { at: number; release: string }[]) => {
      const feed = new Feed();
      feed.pass(30);
      feed.state = { ...feed.state, deploys };
      return [feed.pass(9, everything), feed.pass(6, everything)];
    };
    expect(transitionsAfter([])).toEqual([['fired global-500', 'paged global-500'], []]);
    const deploys = [{ at: START + 300, release: '2.0.0' }];
    expect(transitionsAfter(deploys)).toEqual([['fired global-500'], ['paged global-500']]);
  });
});

describe('ten thousand organisations that begin over their limits', () => {
  it('get an alert each', () => {
    const count = 10_000;
    const names = Array.from({ length: count }, (_, i) => `org_${i}`);
    const orgs = Object.fromEntries(names.map((org) => [org, 40]));
    const errors = names.map((org): ErrorCell => [org, '/a', 429, 30]);
    let state = emptyState();
    const said: Transition[] = [];
    for (let t = START; t < START + 30; t += 10) {
      const bucket = { t, complete: true, orgs, routes: { '/a': 40 * count }, errors };
      const input = { buckets: [bucket], closedTo: t + 10, heartbeats: true };
      const decision = decide(state, input, t + 10);
      state = decision.state;
      said.push(...decision.transitions);
    }
    expect(new Set(said.map(wordsOf)).size).toBe(count);
    expect(Object.keys(state.firing)).toHaveLength(count);
  });
});

describe('organisations that are called like properties of objects', () => {
  it.each(['constructor', 'toString', '__proto__'])('%s is judged and learned', (org) => {
    let state = emptyState();
    const said: string[] = [];
    for (let t = START - (START % 60), i = 0; i < 150; t += 10, i++) {
      const over = i >= 40 && i < 60;
      const orgs = [
        ...Array.from({ length: 8 }, (_, n) => [`org_${n}`, 40]),
        [org, over ? 800 : 40],
      ];
      const errors: ErrorCell[] = over ? [[org, '/a', 429, 700]] : [];
      const bucket = {
        t,
        complete: true,
        errors,
        routes: { '/a': 320 },
        orgs: Object.fromEntries(i < 20 ? orgs.slice(0, -1) : orgs),
      };
      const input = { buckets: [bucket], closedTo: t + 10, heartbeats: true };
      const decision = decide(state, input, t + 10);
      state = decision.state;
      said.push(...decision.transitions.map(wordsOf));
    }
    expect(said).toEqual([`fired org-429:${org}`, `resolved org-429:${org}`]);
    const kept = restored(undefined, JSON.parse(JSON.stringify(learningToStore(state))));
    expect(kept.learned).toBe(state.learned);
  });
});
