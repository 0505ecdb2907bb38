import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32c } from '@request-desk/shared/crc32c';

const FILE_BYTES = 8192;
/** `ControlFileData` ends with its CRC-32C, within the first disk sector (pg_control.h). */
const STRUCT_MAX_BYTES = 512;

/** Without one of these the engine spins, or makes an empty database in the same place. */
const NEEDED = ['PG_VERSION', 'base', 'global', 'pg_wal', 'pg_xact', 'pg_multixact'];

/**
 * True when a Postgres directory has what it cannot be without, and its `global/pg_control` is sound.
 * The embedded engine does not look: it spins for ever, and with it this process.
 */
export function isControlPlaneWhole(path: string): boolean {
  try {
    if (!NEEDED.every((name) => existsSync(join(path, name)))) return false;
    if (readdirSync(join(path, 'base')).length === 0) return false;
    const file = readFileSync(join(path, 'global', 'pg_control'));
    return file.length === FILE_BYTES && holdsItsSum(file);
  } catch {
    return false;
  }
}

/** The offset of the sum depends on Postgres's version, so every aligned place is tried. */
function holdsItsSum(file: Buffer): boolean {
  for (let at = 8; at < STRUCT_MAX_BYTES; at += 4) {
    if (file.readUInt32LE(at) === crc32c(file.subarray(0, at))) return true;
  }
  return false;
}
