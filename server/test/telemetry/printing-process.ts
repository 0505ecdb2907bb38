/**
 * Telemetry whose spool takes nothing: mints ids for ever, each of them sent to the parent once its
 * event has been printed.
 */

import { createLogger } from '@request-desk/fastify/logging/logger';
import { startTelemetry } from '@request-desk/fastify/start-telemetry';
import { loadConfig } from '../../src/config.ts';
import { MEETSO_PROFILE } from '../../src/meetso/profile.ts';

const telemetry = await startTelemetry({
  profile: MEETSO_PROFILE,
  config: loadConfig({}),
  spool: {
    path: '/nowhere',
    oldestUndelivered: () => undefined,
    beforeSeal: () => undefined,
    flush: () => undefined,
    repeat: () => undefined,
    append() {
      throw new Error('the disk is full');
    },
    state: () => {
      throw new Error('not asked for');
    },
    close: async () => undefined,
  },
  logger: createLogger({ level: 'silent' }),
  now: Date.now,
  instance: 'printing',
  release: '1',
});
const one = () => {
  const id = telemetry.emitMalformed({ kind: 'http_malformed', remoteAddress: undefined });
  process.send?.(id, () => setImmediate(one));
};
one();
