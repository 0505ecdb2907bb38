import { setTimeout as pause } from 'node:timers/promises';
import type { StoreMood } from '../store-proxy.ts';
import type { LinkName } from './fleet.ts';
import type { LinkState } from './link.ts';
import type { Phase } from './phases.ts';

const PROCESSES = ['api1', 'api2', 'ingest1', 'ingest2', 'console', 'alerts'] as const;
const CONTROL = PROCESSES.map((name) => `${name}-control` as const);

function cut(name: string, links: readonly LinkName[], state: LinkState): Phase {
  return {
    name,
    async run({ fleet, lastMs }) {
      await Promise.all(links.map((link) => fleet.link(link).set(state)));
      await pause(lastMs);
      await Promise.all(links.map((link) => fleet.link(link).set('open')));
    },
  };
}

function mood(name: string, one: StoreMood): Phase {
  return {
    name,
    async run({ fleet, lastMs }) {
      fleet.proxy.mood = one;
      await pause(lastMs);
      fleet.proxy.well();
    },
  };
}

/** Partitions between every pair, and a store that misbehaves towards all. */
export const NETWORK = {
  storeRefusesInserts: mood('store refuses inserts', 'no inserts'),
  storeErrors: mood('store errors', 'errors'),
  storeHangs: mood('store hangs', 'hangs'),
  storeLosesAnswers: mood('store loses answers', 'lost'),
  storeSlow: mood('store slow', 'slow'),
  apiCutOff: cut('api2 cut off from the store', ['api2-store'], 'black hole'),
  apiRefused: cut('api2 refused by the store', ['api2-store'], 'refuse'),
  ingestCutOff: cut('ingest1 cut off from the store', ['ingest1-store'], 'black hole'),
  relayCutOff: cut('api1 cut off from its collector', ['api1-relay'], 'black hole'),
  ingestUnreachable: cut('ingest2 refuses its collector', ['relay-ingest2'], 'refuse'),
  answersLost: cut(
    'answers to api1 and ingest1 are lost',
    ['api1-relay', 'ingest1-store'],
    'lose answers',
  ),
  slowStorePaths: cut(
    'slow ways to the store',
    ['api2-store', 'ingest2-store', 'console-store'],
    'slow',
  ),
  consoleCutOff: cut('console cut off from the store', ['console-store'], 'black hole'),
  controlBlackHoled: cut('Postgres black-holed for all', CONTROL, 'black hole'),
  controlRefused: cut('Postgres refuses all', CONTROL, 'refuse'),
  controlSlow: cut('Postgres slow for all', CONTROL, 'slow'),
  consoleControl: cut('console cut off from Postgres', ['console-control'], 'black hole'),
  apiControl: cut('api1 cut off from Postgres', ['api1-control'], 'black hole'),
} satisfies Record<string, Phase>;
