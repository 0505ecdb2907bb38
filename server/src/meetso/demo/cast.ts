import { runawayAt } from './incidents.ts';
import type { World } from './mistakes/mistake.ts';
import { createSdkClient, type SdkClient } from './sdk-client.ts';
import { createVolleyClient, type VolleyClient } from './volleys.ts';

const SDKS = [
  'meetso-node/2.3.1',
  'meetso-node/2.2.0',
  'meetso-python/1.8.0',
  'meetso-go/0.9.4',
  'meetso-ruby/1.2.0',
  'meetso-php/3.0.0',
  'meetso-java/0.4.0',
];

const VOLLEYS = [
  {
    use: 'runaway',
    from: '127.0.24.1',
    userAgent: 'python-requests/2.32.3',
    calls: 14,
    everyMs: 2000,
    runs: runawayAt,
  },
  {
    use: 'importer',
    from: '127.0.24.2',
    userAgent: 'meetso-node/2.0.3',
    calls: 13,
    everyMs: 60_000,
    runs: () => true,
  },
] as const;

/** Everyone who calls the API in the demo, apart from the faulty integrations. */
export interface Cast {
  readonly clients: readonly SdkClient[];
  readonly volleys: readonly VolleyClient[];
}

/** Gives each reading key a client, and two keys to integrations that overdo it. `signal` ends it. */
export function castOf({ seed, random, send }: World, signal: AbortSignal): Cast {
  const readers = seed.keys.filter(
    (key) => key.use === 'client' && key.scopes.includes('meetings:read'),
  );
  const clients = readers.map((key, place) => {
    const own = seed.meetings.filter((m) => m.orgId === key.orgId && !m.deleted);
    return createSdkClient({
      ...{ key, random, send, signal },
      userAgent: SDKS[place % SDKS.length] ?? 'meetso-node',
      from: `127.0.${10 + seed.orgs.findIndex((org) => org.id === key.orgId)}.${place + 1}`,
      meetingIds: own.slice(0, 50).map((meeting) => meeting.id),
    });
  });
  const volleys = VOLLEYS.flatMap(({ use, ...habit }) => {
    const key = seed.keys.find((candidate) => candidate.use === use);
    return key ? [createVolleyClient({ ...habit, key, send })] : [];
  });
  return { clients, volleys };
}
