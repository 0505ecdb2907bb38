import { type BurstClient, createBurstClient } from './burst-client.ts';
import type { DemoKey, DemoSeed } from './demo-data.ts';
import type { MistakeContext } from './mistakes/mistake.ts';
import { BURST_CALLS, type HeavyClient } from './rate-profile.ts';
import { createSdkClient, type SdkClient } from './sdk-client.ts';

const SDKS = [
  'meetso-node/2.3.1',
  'meetso-node/2.2.0',
  'meetso-python/1.8.0',
  'meetso-go/0.9.4',
  'meetso-ruby/1.2.0',
  'meetso-php/3.0.0',
  'meetso-java/0.4.0',
];

/** How those who overdo it call; `burst`: the share of their refusals that is for too much in a second. */
export const CLIENT_PROFILES = {
  runaway: { from: '127.0.24.1', userAgent: 'python-requests/2.32.3', burst: 0.6 },
  importer: { from: '127.0.24.2', userAgent: 'meetso-node/2.0.3', burst: 1 },
} as const;

/** Everyone who calls the API in the demo, apart from the faulty integrations. */
export interface DemoClients {
  readonly clients: readonly SdkClient[];
  readonly bursts: readonly BurstClient[];
}

/** The program that uses a key, and its address. */
export function clientOf(seed: DemoSeed, key: DemoKey): { userAgent: string; from: string } {
  const place = seed.keys.filter(isReader).indexOf(key);
  const org = seed.orgs.findIndex(({ id }) => id === key.orgId);
  return {
    userAgent: SDKS[Math.max(0, place) % SDKS.length] ?? 'meetso-node',
    from: `127.0.${10 + org}.${place + 1}`,
  };
}

function isReader({ use, scopes }: DemoKey): boolean {
  return use === 'client' && scopes.includes('meetings:read');
}

/** When bursts are fired; `elapsed` in milliseconds since the start. */
export interface Bursts {
  readonly everyMs: Readonly<Record<HeavyClient, number>>;
  readonly runs: (use: HeavyClient, elapsed: number) => boolean;
}

/** Gives each reading key a client, and two keys to integrations that overdo it. `signal` ends it. */
export function demoClients(
  world: MistakeContext,
  signal: AbortSignal,
  { everyMs, runs }: Bursts,
): DemoClients {
  const { seed, random, send } = world;
  const clients = seed.keys.filter(isReader).map((key) => {
    const own = seed.meetings.filter((m) => m.orgId === key.orgId && !m.deleted);
    return createSdkClient({
      key,
      random,
      send,
      signal,
      ...clientOf(seed, key),
      meetingIds: own.slice(0, 50).map((meeting) => meeting.id),
    });
  });
  const bursts = (['runaway', 'importer'] as const).flatMap((use) => {
    const key = seed.keys.find((candidate) => candidate.use === use);
    if (key === undefined) return [];
    const { from, userAgent } = CLIENT_PROFILES[use];
    const when = { everyMs: everyMs[use], runs: (elapsed: number) => runs(use, elapsed) };
    return [createBurstClient({ key, from, userAgent, calls: BURST_CALLS[use], ...when, send })];
  });
  return { clients, bursts };
}
