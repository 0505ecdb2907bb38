import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    pool: 'forks',
    // Tests wait for processes more than they compute: three keep two cores busy.
    maxWorkers: 3,
    // For the desks that tests start as processes: what one of them compiled the next need not.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/request-desk/code') },
    testTimeout: 90_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    projects: [
      { extends: true, test: { name: 'shared', include: ['shared/src/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'server',
          include: [
            '{server,emitter,client}/{src,test}/**/*.test.ts',
            '{tools,bench}/**/*.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'web',
          include: ['web/src/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          setupFiles: ['testkit/web-setup.ts'],
        },
      },
      { extends: true, test: { name: 'e2e', include: ['e2e/**/*.test.ts'], testTimeout: 180_000 } },
    ],
  },
});
