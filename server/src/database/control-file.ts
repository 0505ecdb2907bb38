import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32c } from '@request-desk/shared/crc32c';

const FILE_BYTES = 8192;
/** `ControlFileData` ends with its CRC-32C, within the first disk sector (pg_control.h). */
const STRUCT_MAX_BYTES = 512;

/**
 * True when a Postgres directory's `global/pg_control` is missing or damaged. The embedded engine
 * does not notice: it spins for ever, and with it this process. A new directory is sound.
 */
export function isControlFileDamaged(path: string): boolean {
  if (!existsSync(join(path, 'PG_VERSION'))) return false;
  try {
    const file = readFileSync(join(path, 'global', 'pg_control'));
    return file.length !== FILE_BYTES || !holdsItsSum(file);
  } catch {
    return true;
  }
}

/** The offset of the sum depends on Postgres's version, so every aligned place is tried. */
function holdsItsSum(file: Buffer): boolean {
  for (let at = 8; at < STRUCT_MAX_BYTES; at += 4) {
    if (file.readUInt32LE(at) === crc32c(file.subarray(0, at))) return true;
  }
  return false;
}
