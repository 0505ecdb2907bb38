import { readdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from '@request-desk/shared/system-code';
import { DatabaseError } from '../database.ts';
import { isControlPlaneWhole } from './control-file.ts';

/** What else is in a data directory that has been in use. */
const OTHERS = ['clickhouse', 'spool'];

/**
 * Refuses to make an empty embedded control plane where there was one: customers' keys would be gone
 * without a word. With `renew` (`--new-control-plane`) what is left of a lost one is moved aside, and
 * a whole one is refused. Throws DatabaseError, one line.
 */
export function refuseLostControlPlane(dataDir: string, renew: boolean): void {
  const path = join(dataDir, 'postgres');
  if (!isEmpty(path)) {
    // What is damaged is refused when it is opened.
    if (!renew) return;
    if (isControlPlaneWhole(path))
      throw new DatabaseError(
        `--new-control-plane is for a lost one, and there is one in ${path}: start without it`,
      );
    renameSync(path, `${path}.lost-${new Date().toISOString().replaceAll(':', '-')}`);
    return;
  }
  const used = OTHERS.find((name) => holdsData(join(dataDir, name)));
  if (renew || used === undefined) return;
  throw new DatabaseError(
    `the control plane in ${path} is gone, while ${join(dataDir, used)} holds data of an earlier ` +
      'life: restore it from a backup, set DATABASE_URL if it was there, or start with ' +
      "--new-control-plane to make an empty one (customers' keys are then gone)",
  );
}

/** True of a directory with something in it; a file in its place is refused when it is opened. */
function holdsData(path: string): boolean {
  return !isEmpty(path) && statSync(path).isDirectory();
}

/** Also true of what is missing; not of a file. */
function isEmpty(path: string): boolean {
  try {
    return readdirSync(path).every((name) => name === 'lost+found');
  } catch (error) {
    return systemCode(error) === 'ENOENT';
  }
}
