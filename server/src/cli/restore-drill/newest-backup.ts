import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DrillFault } from './drill.ts';

/** How to know a backup when one sees it, and the name that it has within a copy of DATA_DIR. */
export interface BackupForm {
  readonly what: string;
  readonly isOne: (path: string) => boolean;
  readonly name?: string;
}

/** `path` where that is a backup, else the newest one in it. Throws DrillFault. */
export function newestBackup(path: string, { what, isOne, name }: BackupForm): string {
  if (!existsSync(path)) throw new DrillFault(`there is no ${path}`);
  if (isOne(path)) return path;
  const entries = statSync(path).isDirectory() ? readdirSync(path) : [];
  const found = entries
    .flatMap((entry) => [join(path, entry), ...(name ? [join(path, entry, name)] : [])])
    .filter((one) => existsSync(one) && isOne(one))
    .map((one) => ({ one, at: statSync(one).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  const [newest] = found;
  if (newest === undefined) throw new DrillFault(`${path} is no ${what}, and there is none in it`);
  return newest.one;
}
