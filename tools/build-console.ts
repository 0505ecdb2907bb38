/** Builds the console when its sources are newer than the last build; `npm start` and `npm run demo` call it. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

const PAGES = ['web/index.html', 'web/sidebar.html'];
const SOURCES = ['web/src', 'web/public', 'web/vite.config.ts', 'shared/src', ...PAGES];

if (newest(SOURCES) > newest(['web/dist/sidebar.html'])) {
  console.log('Building the console …');
  await build({ root: 'web', logLevel: 'warn' });
}

/** Latest modification time below `paths` in milliseconds, 0 when nothing is there. */
function newest(paths: readonly string[]): number {
  let latest = 0;
  for (const path of paths) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) continue;
    const below = stat.isDirectory()
      ? newest(readdirSync(path).map((name) => join(path, name)))
      : 0;
    latest = Math.max(latest, stat.isDirectory() ? below : stat.mtimeMs);
  }
  return latest;
}
