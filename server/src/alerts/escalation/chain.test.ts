import { MINUTE_MS } from '@request-desk/shared/durations';
import { describe, expect, it } from 'vitest';
import { advance, leftMs, type Progress } from './chain.ts';

const chain = {
  steps: [
    { after_min: 5, channels: ['a'] },
    { after_min: 10, channels: ['b', 'c'] },
  ],
  repeat: 1,
};

/** Channels of the steps taken while `minutes` pass, one each look. */
function stepsOf(minutes: number, all: typeof chain): string[] {
  let progress: Progress = { taken: 0, waitedMs: 0 };
  const taken: string[] = [];
  for (let minute = 1; minute <= minutes; minute++) {
    const next = advance(all, progress, MINUTE_MS);
    progress = next.progress;
    if (next.due) taken.push(`${minute} ${next.due.channels.join('+')}`);
  }
  return taken;
}

describe('an escalation', () => {
  it('takes each step after the one before, begins again, and comes to an end', () => {
    expect(stepsOf(500, chain)).toEqual(['5 a', '15 b+c', '20 a', '30 b+c']);
    expect(stepsOf(500, { ...chain, repeat: 0 })).toEqual(['5 a', '15 b+c']);
    expect(stepsOf(500, { steps: [], repeat: 3 })).toEqual([]);
  });

  it('takes one step after a long time in which nobody looked', () => {
    const { progress, due } = advance(chain, { taken: 0, waitedMs: 0 }, 600 * MINUTE_MS);
    expect(due?.channels).toEqual(['a']);
    expect(progress).toEqual({ taken: 1, waitedMs: 0 });
  });

  it('says what is left', () => {
    expect(leftMs(chain, { taken: 1, waitedMs: 4 * MINUTE_MS })).toBe(6 * MINUTE_MS);
    expect(leftMs(chain, { taken: 4, waitedMs: 0 })).toBeUndefined();
  });
});
