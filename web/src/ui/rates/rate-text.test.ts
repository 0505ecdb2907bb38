import { describe, expect, it } from 'vitest';
import { rateText } from './rate-text.ts';

describe('a rate', () => {
  it('says its share, counts and stretch', () => {
    const rate = { at: '2026-03-01T10:00:00Z', window_s: 60, requests: 2000, errors: 142 };
    expect(rateText(rate)).toBe('7.1 %, 142 of 2,000 in a minute');
    expect(rateText({ ...rate, requests: 0, errors: 0, window_s: 600 })).toBe(
      '0 %, 0 of 0 in 600 s',
    );
  });
});
