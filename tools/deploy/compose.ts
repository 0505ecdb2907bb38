import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { processFaults, sampleOf } from './configured.ts';

const FILE = join(import.meta.dirname, '../../docker-compose.yml');
/** How the file is started, and the services that are to run then. */
const STARTS = [
  { profile: '', start: [], services: ['clickhouse', 'postgres', 'request-desk'] },
  {
    profile: 'scale',
    start: ['balancer'],
    services: [
      'alerts-1',
      'alerts-2',
      'api-1',
      'api-2',
      'balancer',
      'clickhouse',
      'console-1',
      'console-2',
      'ingest-1',
      'ingest-2',
      'postgres',
      'valkey',
    ],
  },
] as const;
const GIVEN = {
  ...Object.fromEntries(
    [
      'SECRETS_KEY',
      'STAFF_TOKEN',
      'INGEST_TOKEN',
      'INGEST_API_TOKEN',
      'CLICKHOUSE_PASSWORD',
      'POSTGRES_PASSWORD',
    ].map((name) => [name, sampleOf(name)]),
  ),
  CONSOLE_URL: 'https://desk.example.com',
};

const project = z.object({
  services: z.record(
    z.string(),
    z.object({
      build: z.unknown().optional(),
      image: z.string().optional(),
      environment: z.record(z.string(), z.string()).default({}),
      stop_grace_period: z.string().optional(),
      ports: z.array(z.object({ published: z.string(), host_ip: z.string() })).default([]),
      volumes: z.array(z.object({ type: z.string(), source: z.string().optional() })).default([]),
    }),
  ),
});

/** Reads docker-compose.yml as compose does, for each way to start it; faults, one line each. */
export function composeFaults(composeCheck: string): string[] {
  return STARTS.flatMap(({ profile, start, services }) => {
    const label = `docker-compose.yml${profile && `, profile ${profile}`}`;
    const { status, stdout, stderr } = spawnSync(composeCheck, [FILE, profile, ...start], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, ...GIVEN },
    });
    if (status !== 0) return [`${label}: ${stderr.trim()}`];
    const read = project.parse(JSON.parse(stdout));
    const names = Object.keys(read.services).sort();
    console.log(`  ${label}: ${names.length} services`);
    const wrong = names.join() === services.join() ? [] : [`starts ${names.join(', ')}`];
    return [...wrong, ...projectFaults(read)].map((fault) => `${label}: ${fault}`);
  });
}

function projectFaults({ services }: z.infer<typeof project>): string[] {
  const all = Object.entries(services);
  const faults = all.flatMap(([name, { build, environment, stop_grace_period: grace }]) =>
    build === undefined
      ? []
      : processFaults(environment, secondsOf(grace)).map((fault) => `${name}: ${fault}`),
  );
  const ports = all.flatMap(([, service]) => service.ports);
  faults.push(...twice(ports.map(({ published }) => `port ${published}`)));
  faults.push(
    ...ports
      .filter(({ host_ip }) => host_ip !== '127.0.0.1')
      .map(({ published }) => `port ${published} is not bound to loopback`),
  );
  const volumes = all.flatMap(([, service]) => service.volumes);
  faults.push(
    ...twice(volumes.filter(({ type }) => type === 'volume').map(({ source }) => `disk ${source}`)),
  );
  return faults;
}

function twice(names: readonly string[]): string[] {
  return names
    .filter((name, at) => names.indexOf(name) !== at)
    .map((name) => `${name} is given to two services`);
}

/** Of compose's durations, such as `1m15s`. */
function secondsOf(text = '0s'): number {
  const [, minutes = '0', seconds = '0'] = /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(text) ?? [];
  return Number(minutes) * 60 + Number(seconds);
}
