import type { DeskStatus } from '@request-desk/shared/support-api';
import { expect, it } from 'vitest';
import { freshnessOf } from './freshness-state.ts';

const now = '2026-09-14T14:02:10.000Z';
const status = (completeness: Partial<DeskStatus['completeness']>): DeskStatus => ({
  version: '0.1.0',
  now,
  staff: { id: 'local', role: 'admin' },
  requests_last_hour: 1,
  sentry_configured: false,
  public_api_url: 'http://127.0.0.1:8080',
  pipeline: {
    store: 'ok',
    data_current_to: '2026-09-14T14:02:07.000Z',
    backlog_bytes: 0,
    backlog_segments: 0,
    oldest_undelivered_at: null,
    quarantined_segments: 0,
    dropped_bytes: 0,
    append_failures: 0,
  },
  completeness: {
    current_to: '2026-09-14T14:02:07.000Z',
    state: 'current',
    store: 'ok',
    control_plane: 'ok',
    store_replaced_at: null,
    producers: [],
    limits: [],
    ...completeness,
  },
});

it.each([
  ['3 s behind', status({}), false, 'good', 'current to 14:02:07'],
  [
    '6 s behind',
    status({ current_to: '2026-09-14T14:02:04.000Z' }),
    false,
    'late',
    'current to 14:02:04',
  ],
  ['store unavailable', status({ state: 'unavailable' }), false, 'bad', 'store unavailable'],
  ['one is lost', status({ state: 'incomplete' }), false, 'bad', 'current to 14:02:07'],
  ['empty', status({ current_to: null }), false, 'unknown', 'no data yet'],
  ['server away', status({}), true, 'bad', 'no connection'],
  ['first call under way', undefined, false, 'unknown', 'connecting'],
])('%s', (_name, given, failed, tone, text) =>
  expect(freshnessOf(given, failed, 'UTC')).toMatchObject({ tone, text }),
);
