import { parseArgs } from 'node:util';
import { type CompletenessStatus, producerList } from '@request-desk/shared/completeness-api';
import { consoleErrorBody } from '@request-desk/shared/console-error';

export const PRODUCERS_USAGE = `request-desk producers [list] [--url URL]
request-desk producers retire ID --reason TEXT
request-desk producers accept ID --reason TEXT
request-desk store accept --reason TEXT

Shows the processes that answer or ingest and how far each is stored, or goes on without what will
never arrive: retire waits no more for a process, accept passes a gap, store accept goes on with a
telemetry store that replaced another. Decisions need the admin role and are written down.
Exit: 0 done, 2 wrong use, 3 refused, 5 unavailable.
`;

const EXIT = { done: 0, usage: 2, refused: 3, unavailable: 5 } as const;

export interface ProducersPlaces {
  /** Of the console. */
  readonly url: string;
  readonly token: string | undefined;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Runs `producers …` or `store …`; returns the exit code. */
export async function producersCommand(
  command: 'producers' | 'store',
  args: readonly string[],
  places: ProducersPlaces,
): Promise<number> {
  const asked = questionOf(command, args);
  if (asked === undefined) {
    places.err(PRODUCERS_USAGE);
    return EXIT.usage;
  }
  const { path, reason } = asked;
  const url = `${(asked.url ?? places.url).replace(/\/$/, '')}/support/v1${path}`;
  const response = await fetch(url, {
    ...(reason === undefined ? {} : { method: 'POST', body: JSON.stringify({ reason }) }),
    headers: {
      ...(reason === undefined ? {} : { 'content-type': 'application/json' }),
      ...(places.token ? { authorization: `Bearer ${places.token}` } : {}),
    },
    signal: AbortSignal.timeout(30_000),
  }).catch(() => undefined);
  if (response === undefined) {
    places.err(`the console at ${url} does not answer: is Request Desk running there?\n`);
    return EXIT.unavailable;
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) {
    const { data } = consoleErrorBody.safeParse(body);
    places.err(`${data?.error.message ?? `the console answered ${response.status}`}\n`);
    return response.status >= 500 ? EXIT.unavailable : EXIT.refused;
  }
  places.out(listed(producerList.parse(body).completeness));
  return EXIT.done;
}

interface Asked {
  readonly path: string;
  readonly reason?: string;
  readonly url: string | undefined;
}

function questionOf(command: 'producers' | 'store', args: readonly string[]): Asked | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { reason: { type: 'string' }, url: { type: 'string' } },
    });
    const { reason, url } = values;
    const [action = 'list', id] = positionals;
    if (command === 'producers' && action === 'list') return { path: '/producers', url };
    if (reason === undefined) return undefined;
    if (command === 'store')
      return action === 'accept' ? { path: '/store/accept', reason, url } : undefined;
    if ((action !== 'retire' && action !== 'accept') || id === undefined) return undefined;
    return { path: `/producers/${encodeURIComponent(id)}/${action}`, reason, url };
  } catch {
    return undefined;
  }
}

function listed({ current_to, state, producers, limits }: CompletenessStatus): string {
  const lines = producers.map((one) => {
    const missing = one.gap
      ? `, missing ${one.gap.missing} ${one.gap.first}-${one.gap.last} since ${one.gap.since}`
      : '';
    const silent = one.silent_since ? `, not heard since ${one.silent_since}` : '';
    return `  ${one.id}  ${one.state}  ${one.host} (${one.roles.join(', ')})  stored up to ${one.current_to ?? '?'}${silent}${missing}`;
  });
  const may = limits.map((text) => `  ${text}`);
  return `${[`${state}: stored up to ${current_to ?? '?'}`, ...lines, ...(may.length > 0 ? ['May be missing for good:', ...may] : [])].join('\n')}\n`;
}
