import { expect, it } from 'vitest';
import { producerRow, watermarkRecord } from '../../../testkit/watermark/producer-facts.ts';
import type { StoreRow } from '../database/producers.ts';
import { acceptedGap, lostWithStore } from './accepted-gap.ts';
import { FollowedProducers } from './followed-producers.ts';

const NOW = Date.parse('2026-11-26T15:00:00Z');
const ROW = producerRow({ registeredAt: new Date(NOW - 900_000) });

/** Of ten errors the store has the first four and the last three; known since `at` 0. */
function followed(): FollowedProducers {
  const all = new FollowedProducers();
  const said = watermarkRecord({ at: NOW - 90_000, failed: 4 });
  const records = [said, { ...said, number: 2, at: NOW, failed: 10 }].map((one) => ({
    ...one,
    instance: 'i',
  }));
  const run = { producer: 'prd_a', epoch: 1, outcome: 'failed' } as const;
  const runs = [
    { ...run, first: 1, last: 4 },
    { ...run, first: 8, last: 10 },
  ];
  all.observe([ROW], { storeId: 'b', records, runs, wide: true }, 0);
  all.judge([ROW], { at: 12_000, nowMs: NOW, skewMs: 0 });
  return all;
}

function stores(acceptedAgoMs: number | undefined): StoreRow[] {
  const accepted = (at: Date | null) => ({
    acceptedAt: at,
    acceptedBy: null,
    acceptedReason: null,
  });
  const first = new Date(NOW - 800_000);
  return [
    { id: 'a', firstSeenAt: first, ...accepted(first) },
    {
      id: 'b',
      firstSeenAt: new Date(NOW - 60_000),
      ...accepted(acceptedAgoMs === undefined ? null : new Date(NOW - acceptedAgoMs)),
    },
  ];
}

const lost = (acceptedAgoMs: number | undefined, decisions: unknown[] = []) =>
  lostWithStore(
    {
      rows: [ROW],
      stores: stores(acceptedAgoMs),
      decisions: decisions.map((detail) => ({
        id: 'dec_1',
        producerId: 'prd_a',
        action: 'accept',
        by: 'request-desk',
        reason: 'lost',
        at: new Date(NOW),
        detail,
      })),
    },
    followed(),
    12_000,
    NOW,
  );

it('passes what a replaced store alone had, once it is accepted', () => {
  const [one, ...others] = lost(5_000);
  expect(others).toEqual([]);
  expect(one).toEqual({
    id: 'prd_a',
    detail: {
      kind: 'gap',
      epoch: 1,
      missing: 'failed',
      first: 5,
      last: 7,
      passed: { epoch: 1, failed: 7, succeeded: 0 },
      since_ms: NOW - 90_000,
      until_ms: NOW,
    },
  });
  expect(lost(5_000, [one?.detail])).toEqual([]);
});

it('passes nothing before that, and no gap that came later', () => {
  expect(lost(undefined)).toEqual([]);
  expect(lost(20_000)).toEqual([]);
});

it('passes both numbers when it is the end of an epoch that is missing', () => {
  const prefix = { epoch: 2, failed: 7, succeeded: 9 };
  const gap = { epoch: 2, missing: 'end', first: 0, last: 0, since: 0 } as const;
  expect(acceptedGap(gap, prefix, undefined, NOW)).toMatchObject({
    passed: prefix,
    since_ms: null,
  });
});
