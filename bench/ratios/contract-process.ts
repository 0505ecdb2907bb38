/**
 * The public API with everything on, or a bare route with the same handler: `node contract-process.ts
 * bare|full`. Says where it listens, and on `cpu` how much it has used.
 */
import { bareApi, fullApi } from './contract-apis.ts';
import { serve } from './serve.ts';

await serve(process.argv[2] === 'full' ? await fullApi() : bareApi());
