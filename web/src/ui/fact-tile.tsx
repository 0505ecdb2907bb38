import type { ReactNode } from 'react';
import { cn } from './cn.ts';

interface FactTileProps {
  readonly name: string;
  readonly detail?: ReactNode;
  /** For a few figures above a page. */
  readonly large?: boolean;
  readonly children: ReactNode;
}

/** A name and its value in a grid of such, each with a border. */
export function FactTile({ name, detail, large = false, children }: FactTileProps) {
  return (
    <div className="-mt-px -ml-px min-w-0 border-t border-l border-line px-4 py-2.5">
      <dt className="text-xs text-fg-3">{name}</dt>
      <dd
        className={cn(
          'mt-0.5 min-w-0 tabular-nums',
          large ? 'text-lg font-semibold' : 'font-medium',
        )}
      >
        {children}
        {detail && <div className="text-xs font-normal text-fg-3">{detail}</div>}
      </dd>
    </div>
  );
}
