import { Check, TriangleAlert } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { currentToast, onToast } from './toast-store.ts';

/** Place where toasts appear; rendered once by the shell. */
export function Toaster() {
  const toast = useSyncExternalStore(onToast, currentToast);
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-5 z-50 flex justify-center px-4"
    >
      {toast && (
        <p
          key={toast.id}
          className="flex items-center gap-2 rounded-lg border border-line-strong bg-fg px-3 py-2 text-sm font-medium text-bg shadow-lifted"
        >
          {toast.tone === 'bad' ? (
            <TriangleAlert aria-hidden="true" className="size-4" />
          ) : (
            <Check aria-hidden="true" className="size-4" />
          )}
          {toast.text}
        </p>
      )}
    </div>
  );
}
