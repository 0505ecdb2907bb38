import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { recentErrorsQuery } from '../../api/errors.ts';
import { CardTable } from '../../ui/card-table.tsx';
import { cn } from '../../ui/cn.ts';
import { Failure } from '../../ui/failure.tsx';
import { useHotkeys } from '../../ui/hotkeys.ts';
import { REQUEST_COLUMNS, RequestTableRow } from '../../ui/request-table-parts.tsx';
import { Section } from '../../ui/section.tsx';
import { LoadingText, Skeleton } from '../../ui/skeleton.tsx';

const LIMIT = 50;
const PLACEHOLDERS = ['a', 'b', 'c', 'd', 'e', 'f'];

/** The newest errors; holds still while the pointer or the focus is on the list. */
export function RecentErrors() {
  const [held, setHeld] = useState(false);
  const errors = useQuery(recentErrorsQuery({ limit: LIMIT, live: !held }));
  const list = useRef<HTMLDivElement>(null);
  const items = errors.data?.items;
  // What was there when the page opened does not arrive; it is not animated.
  const first = useRef<ReadonlySet<string>>(undefined);
  if (items && !first.current) first.current = new Set(items.map((row) => row.request_id));
  const atFirst = first.current ?? new Set();
  const move = (step: number) => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>('a[data-row]') ?? [])];
    const at = links.indexOf(document.activeElement as HTMLElement);
    links[Math.min(links.length - 1, Math.max(0, at + step))]?.focus();
  };
  useHotkeys({ j: () => move(1), k: () => move(-1) });

  return (
    <Section
      title="Recent errors"
      actions={items && <LiveDot held={held} failed={errors.isError} />}
      flush
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only holds updates back */}
      <div
        ref={list}
        onPointerEnter={() => setHeld(true)}
        onPointerLeave={() => setHeld(false)}
        onFocus={() => setHeld(true)}
        onBlur={() => setHeld(false)}
      >
        {errors.isError && (
          <div className="px-4 pb-4">
            <Failure
              what="Recent errors could not be loaded"
              error={errors.error}
              retry={() => void errors.refetch()}
            />
          </div>
        )}
        {items && items.length > 0 && (
          <CardTable label="The newest errors, newest first" columns={REQUEST_COLUMNS.full}>
            {items.map((row) => (
              <RequestTableRow
                key={row.request_id}
                row={row}
                width="full"
                arrived={!atFirst.has(row.request_id)}
              />
            ))}
          </CardTable>
        )}
        {items?.length === 0 && (
          <p className="px-4 pb-8 pt-4 text-center text-sm text-fg-3">
            No recent errors. Successful requests can still be found by id.
          </p>
        )}
        {errors.isPending && (
          <div className="space-y-3 px-4 pb-4">
            <LoadingText>Loading recent errors</LoadingText>
            {PLACEHOLDERS.map((key) => (
              <Skeleton key={key} className="h-5 w-full" />
            ))}
          </div>
        )}
      </div>
    </Section>
  );
}

function LiveDot({ held, failed }: { held: boolean; failed: boolean }) {
  const live = !held && !failed;
  return (
    <span className="flex items-center gap-1.5 text-xs text-fg-3">
      <span
        aria-hidden="true"
        className={cn('size-1.5 rounded-full', live ? 'animate-pulse-dot bg-good' : 'bg-fg-3')}
      />
      {failed ? 'Stopped' : held ? 'Paused while hovered' : 'Live'}
    </span>
  );
}
