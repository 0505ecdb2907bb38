import type { DirectoryAccess } from '@request-desk/shared/directory-access';
import { blockOf } from './page-data.ts';

let read: DirectoryAccess | undefined;

/** Whether organisations and keys are managed here, and so have pages and names. */
export function directoryManaged(): boolean {
  read ??= blockOf<DirectoryAccess>(document, 'directory');
  return read === 'managed';
}
