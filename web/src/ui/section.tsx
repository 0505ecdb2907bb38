import { type ReactNode, useId } from 'react';
import { cn } from './cn.ts';

interface SectionProps {
  readonly title: string;
  /** Anchor of the section. */
  readonly id?: string;
  /** Muted words after the title. */
  readonly note?: ReactNode;
  /** Controls at the right end of the title bar. */
  readonly actions?: ReactNode;
  readonly className?: string;
  /** Without padding: for tables and lists that reach the edges. */
  readonly flush?: boolean;
  readonly children: ReactNode;
}

/** A titled card: one region of a page. */
export function Section({ title, id, note, actions, className, flush, children }: SectionProps) {
  const heading = useId();
  return (
    <section
      id={id}
      aria-labelledby={heading}
      className={cn(
        'min-w-0 scroll-mt-18 rounded-xl border border-line bg-surface shadow-card',
        className,
      )}
    >
      <div className="flex min-h-11 flex-wrap items-center gap-x-2 gap-y-1 px-4 pt-2.5 pb-1.5">
        <h2 id={heading} className="text-sm font-semibold">
          {title}
        </h2>
        {note !== undefined && <div className="text-xs text-fg-3">{note}</div>}
        {actions !== undefined && (
          <div className="ml-auto flex flex-wrap items-center gap-1">{actions}</div>
        )}
      </div>
      <div className={flush ? '' : 'px-4 pb-4'}>{children}</div>
    </section>
  );
}
