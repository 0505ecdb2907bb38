import type { Dossier, NotFoundReason } from '@request-desk/shared/dossier';
import { expect, it } from 'vitest';
import { refetchAfterMs } from './requests.ts';

const missing = (reason: NotFoundReason, retry_after_s: number | null) =>
  ({ found: false, reason, retry_after_s }) as unknown as Dossier;
const found = (data_current_to: string | null) =>
  ({
    found: true,
    request: { started_at: '2026-09-14T14:02:00.000Z', duration_ms: 500 },
    data_current_to,
  }) as unknown as Dossier;

it.each([
  ['too fresh, after the time the answer names', missing('too_fresh', 2), 2_000],
  ['too fresh, never at once', missing('too_fresh', 0), 1_000],
  ['store away', missing('store_unavailable', null), 5_000],
  ['never seen', missing('never_seen', null), false],
  ['expired', missing('expired', null), false],
  ['found, trace may still grow', found('2026-09-14T14:02:02.000Z'), 2_000],
  ['found and settled', found('2026-09-14T14:02:04.000Z'), false],
  ['found, freshness not known', found(null), false],
])('%s', (_name, answer, after) => expect(refetchAfterMs(answer)).toBe(after));
