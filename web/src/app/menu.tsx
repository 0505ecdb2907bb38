import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { ModalOverlay } from '../ui/modal.tsx';
import { NavLinks } from './nav-links.tsx';
import { Person } from './person.tsx';
import { RecentLinks } from './recent-links.tsx';
import { ZoneToggle } from './zone-toggle.tsx';

/** The pages as a drawer, for windows without room for the sidebar. */
export function Menu({ onClose }: { onClose: () => void }) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <ModalOverlay />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 flex w-[min(18rem,85vw)] flex-col gap-4 overflow-y-auto border-r border-line-strong bg-surface p-3 shadow-lifted outline-none"
        >
          <div className="flex items-center justify-between pl-2">
            <Dialog.Title className="font-semibold">Request Desk</Dialog.Title>
            <Dialog.Close
              aria-label="Close the menu"
              className="flex size-9 items-center justify-center rounded-md text-fg-3 hover:bg-hover hover:text-fg"
            >
              <X aria-hidden="true" className="size-4" />
            </Dialog.Close>
          </div>
          <nav aria-label="Pages">
            <NavLinks onGo={onClose} />
          </nav>
          <RecentLinks onGo={onClose} />
          <div className="mt-auto">
            <ZoneToggle />
            <Person />
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
