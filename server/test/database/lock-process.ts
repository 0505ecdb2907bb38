/** Takes the lock of a directory on command, says how that went, and holds it. */
import { acquireDataDirLock } from '../../src/database/data-dir/data-dir-lock.ts';

process.stdout.write('here\n');
process.stdin.once('data', () => {
  try {
    acquireDataDirLock(process.argv[2] ?? '');
    process.stdout.write('held\n');
  } catch (error) {
    process.stdout.write(`${error instanceof Error ? error.message : error}\n`);
  }
});
