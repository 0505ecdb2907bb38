import { parseArgs } from 'node:util';

export const ROLES = ['api', 'ingest', 'console', 'alerts'] as const;
export type Role = (typeof ROLES)[number];

export const HELP = `npm run fleet -- [options]

Starts two API, two ingest, two console and two alerts processes on Postgres, Redis (or Valkey), a ClickHouse cluster
and nginx, calls them, hurts them, and judges what became of every id and message. Ctrl-C ends everything.

  --rate N       calls of the API in a second (default 40); a fifth as many requests with spans to ingest
  --seconds N    without a fault before, between and after what is done to the fleet (default 5)
  --restarts N   rolling restarts of every process, one after another (default 1)
  --kill ROLE    api, ingest, console, alerts, all or none: kill -9 of one process of the role (default all); of
                 alerts the one that evaluates. May be given several times
  --shards N     shards of the cluster (default 2)
  --replicas N   replicas of each shard (default 2)
  --drain N      DRAIN_SECONDS of the processes (default 2)
  --short        one shard and replica, no restarts, --rate 20, --seconds 1; how long things take is not judged
  --json FILE    the report
  --plain        lines, also on a terminal
  --help

Exit code 0: no id lost or doubled, no call failed but those in flight on a killed process, the console away for
5 s at most, alerts taken over within 15 s, no message doubled, and all planted faults found by the judge.`;

export interface FleetOptions {
  readonly rate: number;
  readonly calmMs: number;
  readonly restarts: number;
  readonly kills: readonly Role[];
  readonly shards: number;
  readonly replicas: number;
  readonly drainSeconds: number;
  /** A machine that is shared with other tests: calls that it refuses as overloaded are counted and not judged. */
  readonly shared: boolean;
  readonly plain: boolean;
  readonly json: string | undefined;
}

/** What the arguments say, or undefined where they ask for help. Throws a sentence for what they must not. */
export function optionsOf(args: readonly string[]): FleetOptions | undefined {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      rate: text,
      seconds: text,
      restarts: text,
      kill: { type: 'string', multiple: true },
      shards: text,
      replicas: text,
      drain: text,
      json: text,
      short: flag,
      plain: flag,
      help: flag,
    },
  });
  if (values.help) return undefined;
  const { short } = values;
  return {
    rate: whole('rate', values.rate, short ? 20 : 40, [1, 2_000]),
    calmMs: whole('seconds', values.seconds, short ? 1 : 5, [0, 3_600]) * 1000,
    restarts: whole('restarts', values.restarts, short ? 0 : 1, [0, 1_000]),
    kills: (values.kill ?? ['all']).flatMap(rolesOf),
    shards: whole('shards', values.shards, short ? 1 : 2, [1, 4]),
    replicas: whole('replicas', values.replicas, short ? 1 : 2, [1, 3]),
    drainSeconds: whole('drain', values.drain, 2, [0, 60]),
    shared: short,
    plain: values.plain || !process.stdout.isTTY,
    json: values.json,
  };
}

function whole(
  name: string,
  text: string | undefined,
  fallback: number,
  [least, most]: readonly [number, number],
) {
  const value = text === undefined ? fallback : Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(`--${name} is a whole number from ${least} to ${most}, not ${text}`);
}

function rolesOf(text: string): readonly Role[] {
  if (text === 'all') return ROLES;
  if (text === 'none') return [];
  const role = ROLES.find((one) => one === text);
  if (role === undefined)
    throw new Error(`--kill is ${ROLES.join(', ')}, all or none, not ${text}`);
  return [role];
}
