import type { RequestRow } from '@request-desk/shared/dossier';
import { Link } from '@tanstack/react-router';
import { useLayoutEffect, useRef } from 'react';
import { cn } from './cn.ts';
import { codeColour } from './code-colour.ts';
import { Instant } from './instant.tsx';
import { ScrollRegion } from './scroll-region.tsx';

interface RequestRowsProps {
  readonly caption: string;
  readonly rows: readonly RequestRow[];
  /** The request whose page this is; its row stands out. */
  readonly current?: string;
}

/** Neighbouring requests as a short list; each opens its page. */
export function RequestRows({ caption, rows, current }: RequestRowsProps) {
  const list = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const here = list.current?.querySelector<HTMLElement>('[aria-current]');
    if (here && list.current)
      list.current.scrollTop = here.offsetTop - list.current.clientHeight / 2;
  }, []);
  return (
    <ScrollRegion ref={list} label={caption} className="relative max-h-48 overflow-y-auto">
      <ol className="text-xs">
        {rows.map((row) => {
          const here = row.request_id === current;
          return (
            <li key={row.request_id}>
              <Link
                to="/r/$id"
                params={{ id: row.request_id }}
                aria-current={here ? 'page' : undefined}
                title={`${row.request_id}\n${row.method} ${row.route}`}
                className={cn(
                  'flex items-center gap-2 rounded px-1.5 py-0.5 hover:bg-hover',
                  here && 'bg-accent-soft font-medium',
                )}
              >
                <Instant iso={row.at} show="clock" className="text-fg-3" />
                <span
                  aria-hidden="true"
                  className="size-2 shrink-0 rounded-[3px]"
                  style={{ background: codeColour(row.code).fill }}
                />
                <span className="w-7 shrink-0 font-mono tabular-nums">{row.status}</span>
                <span className="truncate font-mono text-fg-2">{row.code || 'success'}</span>
                <span className="ml-auto truncate pl-2 font-mono text-fg-3">
                  <bdi>
                    {row.method} {row.route}
                  </bdi>
                </span>
              </Link>
            </li>
          );
        })}
      </ol>
    </ScrollRegion>
  );
}
