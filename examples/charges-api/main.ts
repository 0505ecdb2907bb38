/** Starts the example: `npm run charges-api`, beside a desk that runs with its profile. */
import { chargesApi } from './app.ts';

const { DESK_URL, INGEST_API_TOKEN, SPOOL, PORT, SENTRY_DSN } = process.env;
const app = await chargesApi({
  endpoint: DESK_URL ?? 'http://127.0.0.1:4318',
  token: INGEST_API_TOKEN,
  spool: SPOOL ?? 'data/charges-spool',
  sentryDsn: SENTRY_DSN,
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void app.close());
console.log(`the Charges API listens on ${await app.listen({ port: Number(PORT ?? 8090) })}`);
