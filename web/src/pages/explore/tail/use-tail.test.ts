import type { TailBatch } from '@request-desk/shared/explore-api';
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { EXPLORE_ROW } from '../../../api/explore-row.fixture.ts';
import { useTail } from './use-tail.ts';

/** Longer than rows wait to be drawn. */
const DRAWN_MS = 1_000;

/** Stands for the browser's stream, which this environment lacks. */
class Stream extends EventTarget {
  static newest: Stream;
  onopen?: () => void;
  constructor() {
    super();
    Stream.newest = this;
  }
  close() {}
  bring(...ids: string[]) {
    const items = ids.map((request_id) => ({ ...EXPLORE_ROW, request_id }));
    const data: TailBatch = { items, skipped: 0, data_current_to: null };
    this.dispatchEvent(new MessageEvent('rows', { data: JSON.stringify(data) }));
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', Stream);
  vi.stubGlobal('fetch', () => new Promise(() => undefined));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const later = () => act(() => vi.advanceTimersByTimeAsync(DRAWN_MS));

it('draws nothing after it was paused, and what had come by then when it goes on', async () => {
  const tail = renderHook((options) => useTail({}, options), {
    initialProps: { paused: false, held: false },
  });
  const ids = () => tail.result.current.rows.map((row) => row.request_id);
  Stream.newest.bring('req_1');
  await later();
  expect(ids()).toEqual(['req_1']);

  Stream.newest.bring('req_2');
  tail.rerender({ paused: true, held: false });
  await later();
  expect([tail.result.current.status, ids()]).toEqual(['paused', ['req_1']]);

  tail.rerender({ paused: false, held: false });
  await later();
  expect(ids()).toEqual(['req_2', 'req_1']);
});

it('says how many rows wait while it is held, and nothing of it while it is paused', async () => {
  const tail = renderHook((options) => useTail({}, options), {
    initialProps: { paused: false, held: true },
  });
  Stream.newest.bring('req_1', 'req_2');
  await later();
  expect([tail.result.current.waiting, tail.result.current.rows]).toEqual([2, []]);
  tail.rerender({ paused: true, held: true });
  await later();
  expect(tail.result.current.waiting).toBe(0);
});
