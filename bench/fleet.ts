/**
 * Runs two processes of each role on Postgres, Redis, a ClickHouse cluster and nginx, hurts them under load and judges
 * what became of ids, calls and messages: `npm run fleet -- --help`. Exits 1 when something is not as it should be.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { NGINX } from '../testkit/engines/nginx.ts';
import { postgresMissing } from '../testkit/engines/postgres-server.ts';
import { redisMissing } from '../testkit/engines/redis-server.ts';
import { type FleetOptions, HELP, optionsOf } from './fleet/options.ts';
import { runFleet } from './fleet/run.ts';
import { View } from './fleet/view.ts';

/** What has hung in the end is not to hold it up. */
process.exit(await main());

async function main(): Promise<number> {
  let options: FleetOptions | undefined;
  try {
    options = optionsOf(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
    return 2;
  }
  if (options === undefined) {
    console.log(HELP);
    return 0;
  }
  const missing = [
    postgresMissing(),
    redisMissing(),
    existsSync(NGINX) ? undefined : `no nginx at ${NGINX}`,
  ].filter((why) => why !== undefined);
  if (missing.length > 0) {
    console.error(`The fleet needs more: ${missing.join('; ')}.`);
    return 2;
  }
  return await run(options);
}

async function run(options: FleetOptions): Promise<number> {
  const view = new View(options.plain);
  const stack = new AsyncDisposableStack();
  const interrupted = Promise.withResolvers<never>();
  interrupted.promise.catch(() => undefined);
  const signalled = (signal: NodeJS.Signals) => interrupted.reject(new Error(`ended by ${signal}`));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, signalled);
  try {
    const { lines, faults } = await Promise.race([
      runFleet(options, view, stack),
      interrupted.promise,
    ]);
    view.close();
    const verdict =
      faults.length === 0
        ? 'The fleet does what it should.'
        : `NOT SOUND: ${faults.length} faults.`;
    console.log(
      [
        ...lines,
        `load of the machine: ${loadavg()
          .map((one) => one.toFixed(1))
          .join(', ')}`,
        verdict,
      ].join('\n'),
    );
    if (options.json) writeFileSync(options.json, JSON.stringify({ lines, faults }, undefined, 2));
    return faults.length === 0 ? 0 : 1;
  } catch (error) {
    view.close();
    console.error(error instanceof Error ? error.message : error);
    return 1;
  } finally {
    await stack.disposeAsync();
  }
}
