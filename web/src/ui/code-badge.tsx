import { cn } from './cn.ts';
import { codeColour } from './code-colour.ts';

interface CodeBadgeProps {
  /** One of the codes, or empty for a success. */
  readonly code: string;
  readonly status?: number | undefined;
  readonly size?: 'sm' | 'lg';
}

/** The code as a coloured label; the name is always written, colour is never the only sign. */
export function CodeBadge({ code, status, size = 'sm' }: CodeBadgeProps) {
  const colour = codeColour(code);
  return (
    <span
      className={cn(
        'inline-flex items-center gap-1.5 rounded-md border font-mono font-medium whitespace-nowrap',
        size === 'sm' ? 'h-5.5 px-1.5 text-xs' : 'h-7 px-2 text-sm',
      )}
      style={{
        color: colour.text,
        borderColor: `color-mix(in srgb, ${colour.fill} 35%, transparent)`,
        background: `color-mix(in srgb, ${colour.fill} 9%, var(--surface))`,
      }}
    >
      <span
        aria-hidden="true"
        className={cn('rounded-[3px]', size === 'sm' ? 'size-2' : 'size-2.5')}
        style={{ background: colour.fill }}
      />
      {status !== undefined && <span>{status}</span>}
      {code === '' ? 'success' : code}
    </span>
  );
}
