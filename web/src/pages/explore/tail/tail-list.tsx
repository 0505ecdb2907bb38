import type { RequestFilter } from '@request-desk/shared/explore-api';
import { Pause, Play } from 'lucide-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { cn } from '../../../ui/cn.ts';
import { formatCount } from '../../../ui/format-number.ts';
import { useHotkeys } from '../../../ui/hotkeys.ts';
import { Section } from '../../../ui/section.tsx';
import { RequestTable } from '../request-table.tsx';
import { type TailStatus, useTail } from './use-tail.ts';

const STATUS: Readonly<Record<TailStatus, string>> = {
  connecting: 'Connecting',
  live: 'Live',
  paused: 'Paused',
  lost: 'Connection lost; reconnecting',
};

const LOOK: Readonly<Record<TailStatus, string>> = {
  connecting: 'bg-fg-3',
  live: 'animate-pulse-dot bg-good',
  paused: 'bg-fg-3',
  lost: 'bg-bad',
};

/** Requests as they happen, newest on top; holds still while one reads further down. */
export function TailList({ filter }: { filter: RequestFilter }) {
  const [paused, setPaused] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const held = useScrolledPast(place);
  const tail = useTail(filter, { paused, held });
  useHotkeys({ p: () => setPaused(!paused) });
  const toTop = () => place.current?.scrollIntoView({ block: 'start' });

  return (
    <Section
      title="Live tail"
      note={
        <span role="status" className="flex items-center gap-1.5">
          <span aria-hidden="true" className={cn('size-1.5 rounded-full', LOOK[tail.status])} />
          {STATUS[tail.status]}
          {tail.skipped > 0 && `, ${formatCount(tail.skipped)} skipped: too many to show`}
        </span>
      }
      actions={
        <Button size="sm" aria-pressed={paused} onClick={() => setPaused(!paused)}>
          {paused ? (
            <Play aria-hidden="true" className="size-3.5" />
          ) : (
            <Pause aria-hidden="true" className="size-3.5" />
          )}
          {paused ? 'Resume' : 'Pause'}
        </Button>
      }
      flush
    >
      <div ref={place} className="scroll-mt-28">
        {tail.waiting > 0 && (
          <button
            type="button"
            onClick={toTop}
            className="sticky top-15 z-10 mx-auto mb-2 block rounded-full border border-accent-line bg-accent-soft px-3 py-1 text-xs font-medium text-accent shadow-lifted"
          >
            {formatCount(tail.waiting)} newer: go to the top
          </button>
        )}
        {tail.rows.length > 0 ? (
          <RequestTable
            caption="Live requests, newest first"
            rows={tail.rows}
            isNew={(id) => tail.fresh.has(id)}
          />
        ) : (
          <p className="px-4 pt-4 pb-10 text-center text-sm text-fg-3">
            Waiting for the next request that matches.
          </p>
        )}
      </div>
    </Section>
  );
}

/** Whether the top of the list has scrolled out of view. */
function useScrolledPast(place: RefObject<HTMLElement | null>): boolean {
  const [past, setPast] = useState(false);
  useEffect(() => {
    const onScroll = () => setPast((place.current?.getBoundingClientRect().top ?? 0) < 0);
    window.addEventListener('scroll', onScroll, { passive: true });
    return () => window.removeEventListener('scroll', onScroll);
  }, [place]);
  return past;
}
