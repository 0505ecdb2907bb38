import { parseArgs } from 'node:util';
import { type CompletenessStatus, producerList } from '@request-desk/shared/completeness-api';
import { askConsole, type ConsolePlaces, EXIT, refused } from './console-api.ts';

export const PRODUCERS_USAGE = `request-desk producers [list] [--url URL]
request-desk producers retire ID --reason TEXT
request-desk producers accept ID --reason TEXT
request-desk store accept --reason TEXT

Shows the processes that answer or ingest and how far each is stored, or goes on without what will
never arrive: retire waits no more for a process, accept passes a gap, store accept goes on with a
telemetry store that replaced another. Decisions need the admin role and are written down.
Exit: 0 done, 2 wrong use, 3 refused, 5 unavailable.
`;

/** Runs `producers …` or `store …`; returns the exit code. */
export async function producersCommand(
  command: 'producers' | 'store',
  args: readonly string[],
  places: ConsolePlaces,
): Promise<number> {
  const asked = questionOf(command, args);
  if (asked === undefined) {
    places.err(PRODUCERS_USAGE);
    return EXIT.usage;
  }
  const { path, reason, url = places.url } = asked;
  try {
    const body = reason === undefined ? {} : { body: { reason } };
    const { completeness } = await askConsole({ ...places, url }, path, {
      ...body,
      schema: producerList,
    });
    places.out(listed(completeness));
    return EXIT.done;
  } catch (error) {
    return refused(error, places);
  }
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
    const silent = one.silent_since ? `, no signal since ${one.silent_since}` : '';
    return `  ${one.id}  ${one.state}  ${one.host} (${one.roles.join(', ')})  stored up to ${one.current_to ?? '?'}${silent}${missing}`;
  });
  const may = limits.map((text) => `  ${text}`);
  return `${[`${state}: stored up to ${current_to ?? '?'}`, ...lines, ...(may.length > 0 ? ['May be missing for good:', ...may] : [])].join('\n')}\n`;
}
