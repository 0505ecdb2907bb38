import { useState } from 'react';
import { cn } from './cn.ts';

const LIMIT = 600;

/** Preformatted untrusted text; the tail of a very long one is shown on demand. */
export function LongText({ text, className }: { text: string; className?: string }) {
  const [whole, setWhole] = useState(false);
  const cut = text.length > LIMIT && !whole;
  return (
    <span className={cn('font-mono text-xs whitespace-pre-wrap', className)}>
      <bdi>{cut ? text.slice(0, LIMIT) : text}</bdi>
      {cut && (
        <button
          type="button"
          className="ml-1 font-sans font-medium text-accent hover:underline"
          onClick={() => setWhole(true)}
        >
          … {text.length - LIMIT} more characters
        </button>
      )}
    </span>
  );
}
