import { Link } from '@tanstack/react-router';
import { cn } from '../ui/cn.ts';

/** Sign and name; leads to the start page. */
export function Logo({ className }: { className?: string }) {
  return (
    <Link to="/" className={cn('flex items-center gap-2 rounded-md font-semibold', className)}>
      <svg viewBox="0 0 32 32" aria-hidden="true" className="size-6 shrink-0">
        <rect width="32" height="32" rx="8" className="fill-accent-fill" />
        <g className="fill-on-accent">
          <rect x="7" y="8" width="13" height="4" rx="2" />
          <rect x="12" y="14" width="13" height="4" rx="2" opacity=".8" />
          <rect x="16" y="20" width="6" height="4" rx="2" opacity=".6" />
        </g>
      </svg>
      Request Desk
    </Link>
  );
}
