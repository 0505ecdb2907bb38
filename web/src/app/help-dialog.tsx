import { Kbd } from '../ui/kbd.tsx';
import { Modal } from '../ui/modal.tsx';
import { navigation } from './navigation.ts';

const keys = (): readonly (readonly [keys: readonly string[], what: string])[] => [
  [['Ctrl', 'V'], 'Look up the text on the clipboard, from any page'],
  [['/'], 'Go to the command box (also Ctrl-K)'],
  [['↓'], 'In the command box: next suggestion'],
  ...navigation().map(({ key, label }) => [['g', key], `Go to ${label}`] as const),
  [['c'], 'Copy the reply to the customer'],
  [['j'], 'Next row or span (also ↓ in the trace)'],
  [['k'], 'Previous row or span (also ↑ in the trace)'],
  [['Enter'], 'Open the row, or the details of the span'],
  [['r'], 'Explorer: refresh'],
  [['p'], 'Live tail: pause or resume'],
  [['+'], 'Trace: zoom in (- to zoom out, 0 for the whole trace)'],
  [['←'], 'Collapse the span, or go to its parent'],
  [['→'], 'Expand the span'],
  [['Esc'], 'Close details, leave a text field'],
  [['?'], 'Show this list'],
];

/** The list of keys. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  return (
    <Modal title="Keyboard shortcuts" onClose={onClose}>
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
    </Modal>
  );
}
