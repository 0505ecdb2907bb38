/**
 * The public API with everything on, or a bare route with the same handler: `node contract-process.ts
 * bare|full`. Says where it listens, and on `cpu` how much it has used.
 */
import { bareApi, fullApi } from './contract-apis.ts';

const app = process.argv[2] === 'full' ? await fullApi() : bareApi();
const url = await app.listen({ port: 0, host: '127.0.0.1' });
process.on('message', () => process.send?.({ cpu: process.cpuUsage() }));
process.once('disconnect', () => process.exit());
process.send?.({ url });
