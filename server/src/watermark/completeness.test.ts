import { DAY_MS } from '@request-desk/shared/durations';
import type { WatermarkRecord } from '@request-desk/shared/watermark-record';
import { describe, expect, it } from 'vitest';
import { producerRow, watermarkRecord } from '../../../testkit/watermark/producer-facts.ts';
import type { ProducerDecision, ProducerRow } from '../database/producers.ts';
import { absenceAt, completenessOf, type StoreCompleteness } from './completeness.ts';
import { judgeProducer } from './judge-producer.ts';
import { type AcceptedDetail, DESK, limitsOf } from './limits.ts';
import { ProducerProgress } from './producer-progress.ts';

const NOW = Date.parse('2026-11-26T15:00:00Z');
const SKEW = 300_000;

const row = (rest: Partial<ProducerRow> = {}): ProducerRow =>
  producerRow({ registeredAt: new Date(NOW - 60_000), ...rest });

interface Seen {
  /** A claim that was verified, so many milliseconds ago. */
  readonly claimedAgoMs?: number;
  /** A record that was covered, so many milliseconds ago. */
  readonly agoMs?: number;
  readonly record?: Partial<WatermarkRecord>;
  /** Failures that are counted and missing. */
  readonly missing?: boolean;
  readonly silentMs?: number;
}

function judged(
  from: ProducerRow,
  { agoMs, claimedAgoMs, record, missing, silentMs = 0 }: Seen = {},
) {
  const progress = new ProducerProgress({ epoch: from.verifiedEpoch, failed: 0, succeeded: 0 }, 0);
  progress.startAt(1, 0);
  const said = watermarkRecord({ producer: from.id, at: NOW - (agoMs ?? 0), ...record });
  const records = agoMs === undefined ? [] : [said];
  if (missing) records.push({ ...said, number: 2, at: NOW, failed: 3 });
  progress.observe(records, [], 0);
  const at = Math.max(silentMs, missing ? 10_000 : 0);
  const claim = claimedAgoMs === undefined ? undefined : { ...said, at: NOW - claimedAgoMs };
  return judgeProducer(from, progress, claim, { at, nowMs: NOW, skewMs: SKEW });
}

describe('the state of a producer', () => {
  it.each([
    ['current', judged(row(), { agoMs: 800 }), { state: 'current', currentTo: NOW - 800 }],
    ['behind', judged(row(), { agoMs: 8_000 }), { state: 'behind', currentTo: NOW - 8_000 }],
    [
      'as current as it claims',
      judged(row(), { agoMs: 8_000, claimedAgoMs: 20 }),
      { state: 'current', currentTo: NOW - 20 },
    ],
    [
      'as current as its records, where its claim is older or of a clock that was put back',
      [
        judged(row(), { agoMs: 10, claimedAgoMs: 20 }),
        judged(row(), { agoMs: 10, claimedAgoMs: -20 }),
      ].map(({ currentTo }) => currentTo),
      [NOW - 10, NOW - 10],
    ],
    [
      'never heard: it answered nothing before it registered',
      judged(row()),
      { currentTo: NOW - 60_000 },
    ],
    [
      'never heard, but not new',
      judged(row({ epoch: 7 })),
      { state: 'behind', currentTo: undefined },
    ],
    [
      'lost',
      judged(row(), { agoMs: 800, silentMs: 30_001 }),
      { state: 'lost', silentSince: NOW - 30_001 },
    ],
    [
      'drained and silent',
      judged(row({ drainedEpoch: 1 }), { silentMs: 99_000 }),
      { state: 'drained' },
    ],
    [
      'drained before, started again',
      judged(row({ epoch: 2, drainedEpoch: 1 })),
      { state: 'behind' },
    ],
    [
      'drained before, and started again without a control plane',
      judged(row({ drainedEpoch: 1 }), { agoMs: 800, record: { epoch: 2 } }),
      { state: 'behind' },
    ],
    ['retired', judged(row({ retiredAt: new Date() }), { silentMs: 99_000 }), { state: 'retired' }],
    [
      'a gap',
      judged(row(), { agoMs: 800, missing: true }),
      { state: 'behind', gap: { missing: 'failed' } },
    ],
    [
      'a wall clock may be off',
      judged(row(), { agoMs: 800, record: { clock: 'wall' } }),
      { currentTo: NOW - 800 - SKEW },
    ],
    [
      'ingest speaks for what it delivered',
      judged(row(), { agoMs: 800, record: { receivedTo: NOW - 4_000 } }),
      { currentTo: NOW - 4_000 },
    ],
    [
      'a time in the future is of another frame',
      judged(row(), { agoMs: -60_000 }),
      { currentTo: undefined },
    ],
    [
      'what another process verified',
      judged(row({ verifiedEpoch: 3, verifiedAtMs: NOW - 2_000 })),
      { currentTo: NOW - 2_000 },
    ],
  ])('%s', (_, one, expected) => {
    expect(one).toMatchObject(expected);
  });
});

function found(rest: Partial<StoreCompleteness> = {}) {
  return completenessOf({
    startedAt: 0,
    takenAt: 0,
    nowMs: NOW,
    beganMs: NOW,
    store: 'ok',
    controlPlane: 'ok',
    storeId: 's1',
    replacedAt: undefined,
    limits: [],
    producers: [],
    ...rest,
  });
}

const current = judged(row(), { agoMs: 1_000 });
const behind = judged(row({ id: 'prd_b' }), { agoMs: 9_000 });
const lost = judged(row({ id: 'prd_c' }), { agoMs: 40_000, silentMs: 40_000 });
const gapped = judged(row({ id: 'prd_d' }), { agoMs: 40_000, missing: true });
const retired = judged(row({ retiredAt: new Date() }), { agoMs: 90_000 });

describe('the absence of an id', () => {
  const asked = (agoMs: number, rest: Partial<StoreCompleteness>) =>
    absenceAt(found(rest), NOW - agoMs).kind;

  it.each([
    ['nobody answers: nothing can be missing', 0, {}, 'proven'],
    ['all are complete', 2_000, { producers: [current] }, 'proven'],
    ['one is not there yet', 500, { producers: [current] }, 'too_fresh'],
    ['the least of all counts', 5_000, { producers: [current, behind] }, 'too_fresh'],
    ['an older question', 9_500, { producers: [current, behind] }, 'proven'],
    ['a lost one may have answered', 20_000, { producers: [current, lost] }, 'incomplete'],
    ['but not what was asked before it was lost', 50_000, { producers: [current, lost] }, 'proven'],
    ['a held gap', 20_000, { producers: [current, gapped] }, 'incomplete'],
    ['retired ones are not waited for', 2_000, { producers: [current, retired] }, 'proven'],
    [
      'nobody knows who is registered',
      2_000,
      { producers: [current], controlPlane: 'unavailable' },
      'incomplete',
    ],
    ['another store', 2_000, { producers: [current], replacedAt: NOW - 9 }, 'incomplete'],
    ['no store', 2_000, { producers: [current], store: 'unavailable' }, 'store_unavailable'],
  ] as const)('%s', (_, agoMs, rest, kind) => {
    expect(asked(agoMs, rest)).toBe(kind);
  });

  it('names who is awaited', () => {
    expect(absenceAt(found({ producers: [current, behind, lost] }), NOW - 5_000)).toEqual({
      kind: 'incomplete',
      awaited: [behind, lost],
    });
  });
});

describe('T', () => {
  it('is the least of those that count', () => {
    expect(found({ producers: [current, behind, retired] })).toMatchObject({
      currentTo: NOW - 9_000,
      state: 'behind',
    });
    expect(found({ producers: [current] })).toMatchObject({ state: 'current' });
    expect(found({ producers: [current, lost] })).toMatchObject({ state: 'incomplete' });
    expect(found()).toMatchObject({ currentTo: NOW, state: 'current' });
  });

  it('is not known without registry or store', () => {
    const producers = [current];
    expect(found({ producers, controlPlane: 'unavailable' }).currentTo).toBeUndefined();
    expect(found({ producers, store: 'unavailable' }).currentTo).toBeUndefined();
    expect(found({ producers: [judged(row({ epoch: 7 }))] }).currentTo).toBeUndefined();
  });
});

describe('limits', () => {
  const decided = (
    detail: AcceptedDetail | null,
    rest: Partial<ProducerDecision> = {},
  ): ProducerDecision => ({
    id: 'dec_1',
    producerId: 'prd_a',
    action: 'accept',
    by: DESK,
    reason: 'why',
    detail,
    at: new Date(NOW - 1_000),
    ...rest,
  });
  const times = { since_ms: NOW - 60_000, until_ms: NOW - 50_000 };
  const gap = { kind: 'gap', epoch: 1, missing: 'failed', first: 2, last: 4, ...times } as const;
  const passed = { epoch: 1, failed: 4, succeeded: 0 };

  it.each([
    [
      decided(null, { action: 'retire' }),
      /api-1, prd_a\) was retired at 2026-11-26 14:59:59 UTC \(why\)/,
    ],
    [
      decided({ ...gap, passed }),
      /^3 errors .* after 2026-11-26 14:59:00 UTC and before .* never arrived/,
    ],
    [decided({ ...gap, passed, missing: 'succeeded' }), /^3 successes/],
    [decided({ kind: 'unclean_end', epoch: 1, ...times }), /did not end cleanly: successes/],
    [decided({ kind: 'unregistered', since_ms: NOW }), /was not registered/],
  ])('%#', (decision, text) => {
    expect(limitsOf([decision], [row()], [], NOW)).toEqual([expect.stringMatching(text)]);
  });

  it('name replaced stores, and forget what is older than ids are kept', () => {
    const store = { id: 's', acceptedBy: 'x', acceptedReason: 'y' };
    const old = new Date(NOW - 500 * DAY_MS);
    const stores = [
      { ...store, firstSeenAt: old, acceptedAt: old },
      { ...store, id: 't', firstSeenAt: new Date(NOW - 5_000), acceptedAt: new Date(NOW) },
    ];
    expect(limitsOf([decided(null, { at: old })], [], stores, NOW)).toEqual([
      expect.stringContaining('store was replaced at 2026-11-26 14:59:55'),
    ]);
  });
});
