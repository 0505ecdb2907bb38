import { cn } from './cn.ts';

interface UntrustedProps {
  readonly text: string;
  readonly className?: string;
  /** One line with an ellipsis; the whole text on hover. */
  readonly oneLine?: boolean;
}

/** Text that a customer or another service wrote: isolated in direction, never markup. */
export function Untrusted({ text, className, oneLine }: UntrustedProps) {
  return (
    <bdi
      className={cn(oneLine && 'inline-block max-w-full truncate align-bottom', className)}
      {...(oneLine ? { title: text } : {})}
    >
      {text}
    </bdi>
  );
}
