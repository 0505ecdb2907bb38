import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { Kbd } from '../ui/kbd.tsx';
import { navigation } from './navigation.ts';

const keys = (): readonly (readonly [keys: readonly string[], what: string])[] => [
  [['Ctrl', 'V'], 'Look up what is on the clipboard, from any page'],
  [['/'], 'Go to the command box (also Ctrl-K)'],
  [['↓'], 'In the command box: what it offers'],
  ...navigation().map(({ key, label }) => [['g', key], `Go to ${label}`] as const),
  [['c'], 'Copy the reply to the customer'],
  [['j'], 'Next row or span (also ↓ in the trace)'],
  [['k'], 'Previous row or span (also ↑ in the trace)'],
  [['Enter'], 'Open the row, or the details of the span'],
  [['r'], 'Explorer: ask again'],
  [['p'], 'Live tail: pause or go on'],
  [['+'], 'Trace: closer (- for farther, 0 for everything)'],
  [['←'], 'Collapse the span, or go to its parent'],
  [['→'], 'Expand the span'],
  [['Esc'], 'Close details, leave a box'],
  [['?'], 'Show this list'],
];

/** The list of keys. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[rgb(8_9_12/0.5)]" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-1/2 left-1/2 z-50 max-h-[85dvh] w-[min(28rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-xl border border-line-strong bg-surface p-5 shadow-lifted outline-none"
        >
          <div className="flex items-center justify-between">
            <Dialog.Title className="text-lg font-semibold">Keyboard</Dialog.Title>
            <Dialog.Close
              aria-label="Close"
              className="flex size-8 items-center justify-center rounded-md text-fg-3 hover:bg-hover hover:text-fg"
            >
              <X aria-hidden="true" className="size-4" />
            </Dialog.Close>
          </div>
          <dl className="mt-3 divide-y divide-line text-sm">
            {keys().map(([keys, what]) => (
              <div key={what} className="flex items-center justify-between gap-4 py-2">
                <dt className="order-2 flex shrink-0 gap-1">
                  {keys.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </dt>
                <dd className="text-fg-2">{what}</dd>
              </div>
            ))}
          </dl>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
