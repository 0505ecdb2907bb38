import { Pencil, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '../../ui/button.tsx';

interface ChangeButtonsProps {
  readonly what: 'channel' | 'rule' | 'objective';
  readonly name: string;
  readonly size: 'sm' | 'icon';
  /** The form to change it. */
  readonly edit: (onClose: () => void) => ReactNode;
  /** The question before it is gone. */
  readonly remove: (onClose: () => void) => ReactNode;
}

/** Edit and remove, for a rule, an objective or a channel, with what each opens. */
export function ChangeButtons({ what, name, size, edit, remove }: ChangeButtonsProps) {
  const [open, setOpen] = useState<'edit' | 'remove'>();
  const close = () => setOpen(undefined);
  return (
    <>
      <Button
        variant="ghost"
        size={size}
        aria-label={`Edit the ${what} ${name}`}
        onClick={() => setOpen('edit')}
      >
        <Pencil aria-hidden="true" className="size-3.5" />
      </Button>
      <Button
        variant="ghost"
        size={size}
        aria-label={`Remove the ${what} ${name}`}
        onClick={() => setOpen('remove')}
      >
        <Trash2 aria-hidden="true" className="size-3.5" />
      </Button>
      {open === 'edit' && edit(close)}
      {open === 'remove' && remove(close)}
    </>
  );
}
