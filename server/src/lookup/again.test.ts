import { expect, it } from 'vitest';
import { judged, scoreRetries, T } from '../../../testkit/lookup/retry-sequences.ts';

it('judges 10,000 sequences, concurrent calls among them, and never claims a false success', () => {
  const { right, falseSuccess } = scoreRetries(1, 10_000);
  expect(falseSuccess).toBe(0);
  expect(right / 10_000).toBeGreaterThanOrEqual(0.995);
});

it('says nothing of calls without fingerprints', () => {
  const bare = { startMs: T, durationMs: 1, target: '', content: '', code: '' };
  expect(judged({ failed: bare, others: [bare], blamesContent: true, truth: undefined })).toBe(
    undefined,
  );
});
