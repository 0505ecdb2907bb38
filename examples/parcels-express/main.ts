/** Starts the example: `npm run parcels-express`, beside a desk that runs with its profile. */
import { once } from 'node:events';
import { parcelsApi } from './app.ts';
import { requestEvents } from './request-events.ts';

const events = requestEvents();
const server = parcelsApi(events).listen(Number(process.env.PORT ?? 8091), '127.0.0.1');
await once(server, 'listening');
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => server.close(() => void events.stop()).closeIdleConnections());
const address = server.address();
const port = typeof address === 'object' ? address?.port : undefined;
console.log(`the Parcels API listens on http://127.0.0.1:${port}`);
