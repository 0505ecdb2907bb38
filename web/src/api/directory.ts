import type { DirectoryAccess } from '@request-desk/shared/directory-access';
import { blockOf } from './page-data.ts';

let read: DirectoryAccess | undefined;

/** What this desk knows of organisations and keys; `none`: not even their names. */
export function directoryAccess(): DirectoryAccess {
  read ??= blockOf<DirectoryAccess>(document, 'directory');
  return read;
}

/** Whether organisations and keys are managed here, and so have pages and names. */
export function directoryManaged(): boolean {
  return directoryAccess() === 'managed';
}
