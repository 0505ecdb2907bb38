import { DiskSpool, type SpoolOptions } from './disk-spool.ts';
import type { Spool } from './spool.ts';

/**
 * Opens the spool in `options.path`, takes over what an earlier process left there, and starts
 * delivering. Rejects when the directory cannot be used.
 */
export async function openSpool(options: SpoolOptions): Promise<Spool> {
  return new DiskSpool(options);
}
