import type { WatermarkClaim } from '@request-desk/fastify/producer/producer';
import { describe, expect, it, vi } from 'vitest';
import { watermarkRecord } from '../../../../testkit/watermark/producer-facts.ts';
import { localSignals } from '../../database/signals.ts';
import { answerAsks } from './answer-asks.ts';
import { AskProducers } from './ask-producers.ts';
import { HeldClaims } from './held-claims.ts';
import { ASKS, CLAIMS, readAsk, readClaim, writeAsk, writeClaim } from './messages.ts';

const SAID: WatermarkClaim = {
  producer: 'prd_a',
  epoch: 2,
  at: 1_000,
  clock: 'reference',
  failed: 3,
  succeeded: 5,
};
const NEWEST = watermarkRecord({ epoch: 2, at: 10 });

describe('a claim', () => {
  const held = new HeldClaims();
  held.take(SAID);
  held.take({ ...SAID, at: 2_000, failed: 4 });
  const stored = (epoch: number, failed: number, succeeded: number) => ({
    newest: NEWEST,
    prefix: { epoch, failed, succeeded },
  });

  it('holds once every number up to it is stored, the newest one first', () => {
    expect(held.verified('prd_a', stored(2, 2, 9))).toBeUndefined();
    expect(held.verified('prd_a', stored(2, 9, 4))).toBeUndefined();
    expect(held.verified('prd_a', stored(2, 3, 5))?.at).toBe(1_000);
    expect(held.verified('prd_a', stored(2, 4, 5))?.at).toBe(2_000);
    expect(held.verified('prd_b', stored(2, 4, 5))).toBeUndefined();
  });

  it.each([
    ['of an epoch that is not reached', stored(1, 9, 9)],
    ['where this store holds no record of it', { ...stored(2, 9, 9), newest: undefined }],
    [
      'where this store holds an earlier epoch',
      { ...stored(2, 9, 9), newest: { ...NEWEST, epoch: 1 } },
    ],
    [
      'of an epoch that has ended',
      { ...stored(2, 9, 9), newest: { ...NEWEST, state: 'drained' as const } },
    ],
  ])('does not count %s', (_, progress) => {
    expect(held.verified('prd_a', progress)).toBeUndefined();
  });

  it('means nothing after a step of the reference clock', () => {
    const before = new HeldClaims();
    before.take(SAID);
    before.newFrame();
    expect(before.verified('prd_a', stored(2, 9, 9))).toBeUndefined();
  });

  it('that is said again and again takes the place of no other', () => {
    const held = new HeldClaims();
    held.take(SAID);
    for (let n = 0; n < 99; n++) held.take({ ...SAID, at: 2_000, failed: 4 });
    expect(held.verified('prd_a', stored(2, 3, 5))?.at).toBe(1_000);
  });

  it('is read as it was written, and nothing else is', () => {
    const received = { ...SAID, receivedTo: 900 };
    expect(readClaim(writeClaim(received))).toEqual(received);
    expect(readAsk(writeAsk(12.5))).toBe(12.5);
    for (const text of ['', '{', 'null', '[]', '{"at":"1"}', '{"at":-1}', '{"at":1e99}'])
      expect([readAsk(text), readClaim(text)]).toEqual([undefined, undefined]);
    for (const wrong of [{ producer: 'x' }, { epoch: 0 }, { failed: 0.5 }, { clock: 'sun' }])
      expect(readClaim(JSON.stringify({ ...SAID, ...wrong }))).toBeUndefined();
  });
});

describe('a producer that is asked', () => {
  function asked() {
    const signals = localSignals();
    const claims: WatermarkClaim[] = [];
    const clock = { now: 100.5, lower: () => clock.now };
    let made = 0;
    const received = { to: undefined as number | undefined };
    const claim = () => {
      made++;
      return { ...SAID, at: Math.floor(clock.now), receivedTo: received.to };
    };
    signals.on(CLAIMS, (text) => claims.push(readClaim(text) as WatermarkClaim));
    answerAsks(signals, { claim }, clock);
    const ask = (at: number) => signals.send(ASKS, writeAsk(at));
    return { ask, claims, clock, received, made: () => made };
  }

  it('says how far it is once its clock has passed the question, and once', () => {
    vi.useFakeTimers();
    const { ask, claims, clock } = asked();
    ask(90);
    expect(claims.map(({ at }) => at)).toEqual([100]);
    ask(100);
    expect(claims).toHaveLength(1);
    vi.advanceTimersByTime(100);
    ask(110);
    expect(claims).toHaveLength(1);
    clock.now = 112;
    vi.advanceTimersByTime(11);
    expect(claims.map(({ at }) => at)).toEqual([100, 112]);
    vi.useRealTimers();
  });

  it('says it again while what it received is not delivered, but not at every question', () => {
    vi.useFakeTimers();
    const { ask, claims, received } = asked();
    received.to = 40;
    ask(90);
    for (let n = 0; n < 9; n++) ask(90);
    expect(claims).toHaveLength(1);
    received.to = 95;
    vi.advanceTimersByTime(50);
    expect(claims.map(({ receivedTo }) => receivedTo)).toEqual([40, 95]);
    ask(90);
    vi.advanceTimersByTime(1_000);
    expect(claims).toHaveLength(2);
    vi.useRealTimers();
  });

  it('says the same again to who missed it, without a new delivery', () => {
    vi.useFakeTimers();
    const { ask, claims, made } = asked();
    ask(90);
    vi.advanceTimersByTime(150);
    for (let n = 0; n < 9; n++) ask(90);
    expect(claims.map(({ at }) => at)).toEqual([100, 100]);
    expect(made()).toBe(1);
    vi.useRealTimers();
  });

  it('goes on answering at once when the reference clock was put back by an hour', () => {
    vi.useFakeTimers();
    const { ask, claims, clock } = asked();
    const [before, after] = [7_200_000.5, 3_600_000.5];
    clock.now = before;
    ask(7_200_000 - 1);
    ask(7_200_000 + 200);
    vi.advanceTimersByTime(250);
    clock.now = after;
    vi.advanceTimersByTime(1_000);
    ask(after - 2);
    vi.advanceTimersByTime(1_000);
    clock.now += 500;
    ask(after + 10);
    expect(claims.slice(-2).map(({ at }) => at)).toEqual([3_600_000, 3_600_500]);
    vi.useRealTimers();
  });

  it('waits for no clock that is far off, and for none that asked before', () => {
    vi.useFakeTimers();
    const { ask, claims, clock } = asked();
    ask(3_600_000);
    vi.advanceTimersByTime(249);
    expect(claims).toHaveLength(0);
    vi.advanceTimersByTime(2);
    expect(claims).toHaveLength(1);
    vi.advanceTimersByTime(100);
    clock.now = 200.5;
    ask(190);
    expect(claims).toHaveLength(2);
    vi.useRealTimers();
  });

  it('is silent when it has drained', () => {
    const signals = localSignals();
    const claims: string[] = [];
    signals.on(CLAIMS, (text) => claims.push(text));
    answerAsks(signals, { claim: () => undefined }, { lower: () => 100 });
    signals.send(ASKS, writeAsk(50));
    signals.send(ASKS, 'nonsense');
    expect(claims).toEqual([]);
  });
});

describe('who asks producers', () => {
  function asking(upper = 5_000) {
    const signals = localSignals();
    const held = new HeldClaims();
    const asks: (number | undefined)[] = [];
    signals.on(ASKS, (text) => asks.push(readAsk(text)));
    const ask = new AskProducers({ signals, clock: { upper: () => upper }, maxSkewMs: 300 }, held);
    const hear = (claim: WatermarkClaim) => signals.send(CLAIMS, writeClaim(claim));
    const prefix = { epoch: 2, failed: 9, succeeded: 9 };
    const verified = () => held.verified('prd_a', { newest: NEWEST, prefix })?.at;
    return { ask, asks, hear, verified };
  }

  it('asks once for many who wait at the same time, up to the last of them', () => {
    vi.useFakeTimers();
    const { ask, asks } = asking();
    for (let at = 1; at <= 500; at++) ask.once(at);
    vi.advanceTimersByTime(1_000);
    expect(asks).toEqual([1, 500]);
    ask.once(7);
    expect(asks).toEqual([1, 500, 7]);
    vi.useRealTimers();
  });

  it('holds no claim of the future: the reference was put back since it was said', () => {
    const { hear, verified } = asking();
    hear({ ...SAID, at: 5_001 });
    expect(verified()).toBeUndefined();
    hear({ ...SAID, at: 5_300, clock: 'wall' });
    expect(verified()).toBe(5_300);
    hear({ ...SAID, at: 5_000 });
    expect(verified()).toBe(5_000);
    hear({ ...SAID, at: 5_301, clock: 'wall' });
    expect(verified()).toBe(5_000);
  });
});
