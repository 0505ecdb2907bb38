import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';

interface ModalProps {
  readonly title: string;
  readonly description?: ReactNode;
  readonly onClose: () => void;
  /** Only its own buttons close it: what it shows will not be shown again. */
  readonly sticky?: boolean;
  readonly children: ReactNode;
}

/** A question or a form above the page. */
export function Modal({ title, description, onClose, sticky = false, children }: ModalProps) {
  const stay = (event: Event) => sticky && event.preventDefault();
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <ModalOverlay />
        <Dialog.Content
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          onPointerDownOutside={stay}
          onEscapeKeyDown={stay}
          className="fixed top-1/2 left-1/2 z-50 max-h-[88dvh] w-[min(30rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-xl border border-line-strong bg-surface p-5 shadow-lifted outline-none"
        >
          <div className="flex items-start justify-between gap-3">
            <Dialog.Title className="text-lg font-semibold">{title}</Dialog.Title>
            {!sticky && (
              <Dialog.Close
                aria-label="Close"
                className="-mt-1 -mr-1 flex size-8 shrink-0 items-center justify-center rounded-md text-fg-3 hover:bg-hover hover:text-fg"
              >
                <X aria-hidden="true" className="size-4" />
              </Dialog.Close>
            )}
          </div>
          {description !== undefined && (
            <Dialog.Description asChild>
              <div className="mt-1 text-sm text-fg-2">{description}</div>
            </Dialog.Description>
          )}
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Darkens the page below a modal or a drawer. */
export function ModalOverlay() {
  return <Dialog.Overlay className="fixed inset-0 z-40 bg-[rgb(8_9_12/0.5)]" />;
}

/** The buttons at the end of a modal. */
export function ModalActions({ children }: { children: ReactNode }) {
  return <div className="mt-5 flex flex-wrap justify-end gap-2">{children}</div>;
}
