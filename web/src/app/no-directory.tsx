import { directoryAccess } from '../api/directory.ts';

/** Says below each page why there are ids where elsewhere names stand; nothing where there are names. */
export function NoDirectory() {
  if (directoryAccess() !== 'none') return null;
  return (
    <footer className="px-4 pb-4 text-xs text-fg-3 lg:px-6">
      This desk has no directory: organisations and keys go by what their requests said of them, and
      what else could be known of them is left out.
    </footer>
  );
}
