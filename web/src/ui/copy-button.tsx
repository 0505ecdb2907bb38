import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button.tsx';
import { copy } from './copy.ts';

interface CopyButtonProps {
  readonly text: string;
  /** Names the thing in the label and in the message: "Request id". */
  readonly what: string;
  /** Shown beside the icon; without it the button is the icon alone. */
  readonly label?: string;
  readonly className?: string;
}

/** Copies one text and shows a tick for a moment. */
export function CopyButton({ text, what, label, className }: CopyButtonProps) {
  const [done, setDone] = useState(false);
  const Icon = done ? Check : Copy;
  const act = async () => {
    if (!(await copy(text, what))) return;
    setDone(true);
    setTimeout(() => setDone(false), 1_500);
  };
  return (
    <Button
      variant="ghost"
      size="sm"
      className={label ? className : `px-1.5 ${className ?? ''}`}
      aria-label={label ? undefined : `Copy ${what.toLowerCase()}`}
      title={`Copy ${what.toLowerCase()}`}
      onClick={() => void act()}
    >
      <Icon aria-hidden="true" className="size-3.5" />
      {label}
    </Button>
  );
}
