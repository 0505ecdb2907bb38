import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { quickDrizzle } from './database/quick-drizzle.ts';

// What is kept of customers is nobody else's on this machine.
process.umask(0o077);
// Beside the code itself: a user who may write there may change the code. Where NODE_COMPILE_CACHE names
// another place that is taken, and where nothing can be written there is none.
enableCompileCache(join(import.meta.dirname, '../../node_modules/.cache/request-desk/code'));
quickDrizzle();
// Only now: what has been compiled before is taken from there.
await import('./command.ts');
