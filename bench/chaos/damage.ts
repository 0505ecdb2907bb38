import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../../testkit/random.ts';

/**
 * Damages the spool of a killed process as disks do: bits flip in a copy of delivered error events and in
 * undelivered spans, and a write that never finished ends the newest segment of error events.
 */
export function damage(dataDir: string, random: Random): void {
  const spool = join(dataDir, 'spool');
  const files = (stream: string, ending: string) => {
    const directory = join(spool, stream);
    const names = existsSync(directory) ? readdirSync(directory) : [];
    return names.filter((name) => name.endsWith(ending)).map((name) => join(directory, name));
  };
  for (const path of [...files('errors', '.done'), ...files('traces', '.seg')].slice(-2)) {
    const bytes = readFileSync(path);
    const place = random.below(bytes.length);
    if (bytes.length > 0) bytes[place] = (bytes[place] ?? 0) ^ (1 << random.below(8));
    writeFileSync(path, bytes);
  }
  const newest = files('errors', '.open').at(-1);
  if (newest) appendFileSync(newest, random.bytes(300));
}
