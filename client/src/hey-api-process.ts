/**
 * Writes hey-api's client of a description: `node client/src/hey-api-process.ts openapi.json FOLDER`. The
 * generator finds TypeScript 7 beside itself, which has no API for programs; it gets this workspace's.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const [, , description = '', folder = ''] = process.argv;
const typescript = import.meta.resolve('typescript');
registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier === 'typescript' ? typescript : specifier, context),
});
const { createClient } = await import('@hey-api/openapi-ts');
await createClient({
  input: JSON.parse(readFileSync(description, 'utf8')),
  output: { path: folder, module: { extension: '.ts' } },
  plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
  logs: { level: 'silent', file: false },
});
