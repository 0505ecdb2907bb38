import { Link } from '@tanstack/react-router';
import { cn } from './cn.ts';

/** A request id that opens its page. */
export function RequestLink({ id, className }: { id: string; className?: string }) {
  return (
    <Link
      to="/r/$id"
      params={{ id }}
      className={cn(
        'rounded font-mono weak:text-sm whitespace-nowrap text-accent hover:underline',
        className,
      )}
    >
      {id}
    </Link>
  );
}
