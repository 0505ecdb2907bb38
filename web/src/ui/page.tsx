import { type ReactNode, useEffect } from 'react';
import { cn } from './cn.ts';

interface PageProps {
  readonly title: string;
  /** Shown instead of the title as the heading; the title still names the window. */
  readonly heading?: ReactNode;
  /** One sentence below the heading. */
  readonly lead?: ReactNode;
  /** Controls at the right of the heading. */
  readonly actions?: ReactNode;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** A page with its heading; also names the window. */
export function Page({ title, heading, lead, actions, wide = false, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Request Desk`;
  }, [title]);
  return (
    <div
      className={cn(
        'mx-auto w-full px-4 pt-6 pb-20 lg:px-6',
        wide ? 'max-w-[1440px]' : 'max-w-[1180px]',
      )}
    >
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-48">
          <h1 className="text-xl font-semibold tracking-tight">{heading ?? title}</h1>
          {lead !== undefined && <p className="mt-1 max-w-[90ch] text-sm text-fg-2">{lead}</p>}
        </div>
        {actions !== undefined && (
          <div className="flex flex-wrap items-center gap-1.5">{actions}</div>
        )}
      </div>
      {children}
    </div>
  );
}
