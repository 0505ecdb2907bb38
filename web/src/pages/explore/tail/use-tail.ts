import { type ExploreRow, type RequestFilter, tailBatch } from '@request-desk/shared/explore-api';
import { parsedJson } from '@request-desk/shared/parsed-json';
import { useEffect, useRef, useState } from 'react';
import { filterParams, latestRequests } from '../../../api/explore.ts';
import { KEPT_ROWS, type TailView, withArrived, withEarlier } from './tail-buffer.ts';

export type TailStatus = 'connecting' | 'live' | 'paused' | 'lost';

/** Rows are drawn this often, however fast they come. */
const DRAW_EVERY_MS = 300;
const REOPEN_AFTER_MS = 2_000;
const NOTHING: TailView = { rows: [], fresh: new Set() };

interface TailOptions {
  /** The stream is closed, and continued later where it ended; nothing is drawn meanwhile. */
  readonly paused: boolean;
  /** The stream goes on, but what is on the screen does not move. */
  readonly held: boolean;
}

/** Follows the requests that match as they happen. */
export function useTail(filter: RequestFilter, { paused, held }: TailOptions) {
  const [status, setStatus] = useState<TailStatus>('connecting');
  const [view, setView] = useState(NOTHING);
  const [waiting, setWaiting] = useState(0);
  const [skipped, setSkipped] = useState(0);
  const pending = useRef<ExploreRow[]>([]);
  const cursor = useRef('');
  const params = filterParams(filter).toString();

  useEffect(() => {
    if (paused) {
      setStatus('paused');
      return;
    }
    setStatus('connecting');
    let timer: ReturnType<typeof setTimeout> | undefined;
    let source: EventSource | undefined;
    const open = () => {
      const after = cursor.current === '' ? '' : `&after=${encodeURIComponent(cursor.current)}`;
      source = new EventSource(`/support/v1/requests/tail?${params}${after}`);
      source.onopen = () => setStatus('live');
      source.onerror = () => {
        setStatus('lost');
        // The browser reopens a broken stream itself, but gives up on a refused one.
        if (source?.readyState === EventSource.CLOSED) timer = setTimeout(open, REOPEN_AFTER_MS);
      };
      source.addEventListener('rows', (event: MessageEvent<string>) => {
        setStatus('live');
        cursor.current = event.lastEventId || cursor.current;
        const batch = tailBatch.safeParse(parsedJson(event.data)).data;
        if (!batch) return;
        pending.current.push(...batch.items);
        const excess = pending.current.length - KEPT_ROWS;
        if (excess > 0) pending.current.splice(0, excess);
        if (batch.skipped > 0) setSkipped((before) => before + batch.skipped);
      });
    };
    open();
    return () => {
      clearTimeout(timer);
      source?.close();
    };
  }, [params, paused]);

  // What happened just before stands there at once, so that a quiet API is not an empty page.
  useEffect(() => {
    const stop = new AbortController();
    latestRequests(params, stop.signal)
      .then((rows) => setView((before) => withEarlier(before, rows)))
      .catch(() => undefined);
    return () => stop.abort();
  }, [params]);

  useEffect(() => {
    if (paused) return;
    const timer = setInterval(() => {
      if (held) setWaiting(pending.current.length);
      else {
        const arrived = pending.current.splice(0);
        setView((before) => withArrived(before, arrived));
        setWaiting(0);
      }
    }, DRAW_EVERY_MS);
    return () => clearInterval(timer);
  }, [held, paused]);

  return { status, rows: view.rows, fresh: view.fresh, waiting: paused ? 0 : waiting, skipped };
}
