import { hostname } from 'node:os';
import { requestDesk } from '@request-desk/fastify';
import type { Producer } from '@request-desk/fastify/producer/producer';
import type { FastifyInstance } from 'fastify';
import type { Config } from './config.ts';
import { addressSecret } from './database/secrets/address-secret.ts';
import type { SecretKeys } from './database/secrets/secret-keys.ts';
import { serverSecret } from './database/secrets/server-secret.ts';
import type { Engines } from './engines.ts';
import { instanceName } from './instance-name.ts';
import type { ContactOptions } from './meetso/authentication/gate.ts';
import { ApiKeys } from './meetso/directory/api-keys.ts';
import { ApiProcesses } from './meetso/directory/api-processes.ts';
import { KEY_FORM } from './meetso/key-form.ts';
import { buildPublicApi } from './meetso/public-api.ts';
import { MALFORMED_ANSWERS } from './meetso/server/malformed-answers.ts';
import type { RoleOptions } from './roles.ts';

/** The public API with its emitter, not yet listening. */
export async function apiListener(
  options: RoleOptions,
  producer: Producer | undefined,
  secretKeys: SecretKeys | undefined,
): Promise<FastifyInstance> {
  const { profile, config, engines, meetings, version, probe } = options;
  const { database, sharedStore, spool, log, time } = engines;
  if (spool === undefined) throw new Error('the api role needs a spool');
  const secret = await serverSecret(database, 'call-fingerprints', new Date(), secretKeys);
  const desk = requestDesk({
    profile,
    spool,
    log,
    release: version,
    malformed: MALFORMED_ANSWERS,
    numbers: producer?.numbers,
    now: time.now,
    service: config.otel.serviceName,
    resourceAttributes: config.otel.resourceAttributes,
    sentry: config.sentry.dsn === undefined ? undefined : { dsn: config.sentry.dsn },
    fingerprintSecret: secret.toString('hex'),
    addresses: config.addresses,
    addressSecret: await addressSecret(database, config.addresses, new Date(), secretKeys),
  });
  return await buildPublicApi({
    desk,
    meetings,
    keys: new ApiKeys(database.prompt, KEY_FORM),
    database: database.prompt,
    cursorSecret: await serverSecret(database, 'cursor', new Date(), secretKeys),
    rateLimit: config.rateLimit,
    sharedStore,
    trustProxy: config.trustProxy,
    balanced: config.drainSeconds > 0,
    publicUrl: config.api.url,
    https: config.api.url?.startsWith('https:'),
    now: time.now,
    probe,
    contact: contactOf(config, database),
  });
}

/** The embedded database is in this process: it is never away, at most busy. */
function contactOf({ keyStaleSeconds }: Config, database: Engines['database']): ContactOptions {
  const { prompt, identity, signals, engine } = database;
  return {
    processes: new ApiProcesses({ orm: prompt.orm, identity, signals }),
    self: { instance: instanceName(), host: hostname(), staleSeconds: keyStaleSeconds },
    readWithinMs: engine === 'embedded' ? 10_000 : 800,
  };
}
