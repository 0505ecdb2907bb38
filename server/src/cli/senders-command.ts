import { parseArgs } from 'node:util';
import {
  type IngestToken,
  ingestTokenList,
  mintedIngestToken,
} from '@request-desk/shared/ingest-token-api';
import { z } from 'zod';
import { askConsole, type ConsolePlaces, EXIT, refused } from './console-api.ts';

export const SENDERS_USAGE = `request-desk senders [list] [--url URL]
request-desk senders make NAME [--service NAME]… [--relay] [--mib-per-minute N]
request-desk senders revoke ID

Credentials by which services send telemetry: what comes with one is stamped with its name. Make prints
the new token, this one time; --service (repeatable) names the service.name values that it may send, and
a relay is believed what its resources say in request_desk.sender. Making and revoking needs STAFF_TOKEN.
Exit: 0 done, 2 wrong use, 3 refused, 5 unavailable.
`;

/** Runs `senders …`; returns the exit code. */
export async function sendersCommand(
  args: readonly string[],
  places: ConsolePlaces,
): Promise<number> {
  const asked = questionOf(args);
  if (asked === undefined) {
    places.err(SENDERS_USAGE);
    return EXIT.usage;
  }
  const from = { ...places, url: asked.url ?? places.url };
  try {
    places.out(await answerTo(asked, from));
    return EXIT.done;
  } catch (error) {
    return refused(error, places);
  }
}

type Asked = NonNullable<ReturnType<typeof questionOf>>;

async function answerTo({ action, of, body }: Asked, places: ConsolePlaces): Promise<string> {
  if (action === 'list') {
    const { items, configured } = await askConsole(places, '/ingest-tokens', {
      schema: ingestTokenList,
    });
    const lines = configured.map(({ name, variable }) => `${name}  (${variable})`);
    return [...lines, ...items.map(lineOf)].map((line) => `${line}\n`).join('');
  }
  if (action === 'make') {
    const { secret } = await askConsole(places, '/ingest-tokens', {
      body: { name: of, ...body },
      schema: mintedIngestToken,
    });
    return `${secret}\n`;
  }
  const path = `/ingest-tokens/${encodeURIComponent(of)}`;
  await askConsole(places, path, { method: 'DELETE', schema: z.undefined() });
  return 'revoked\n';
}

function lineOf(token: IngestToken): string {
  const { id, name, kind, services, mib_per_minute, state, last_used_at } = token;
  return [
    name,
    id,
    state,
    kind,
    services.join(',') || 'any service',
    ...(mib_per_minute === null ? [] : [`${mib_per_minute} MiB a minute`]),
    last_used_at ? `last used ${last_used_at}` : 'never used',
  ].join('  ');
}

function questionOf(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        url: { type: 'string' },
        service: { type: 'string', multiple: true },
        relay: { type: 'boolean' },
        'mib-per-minute': { type: 'string' },
      },
    });
    const [action = 'list', of, ...more] = positionals;
    if (action !== 'list' && action !== 'make' && action !== 'revoke') return undefined;
    if (more.length > 0 || (action === 'list') !== (of === undefined)) return undefined;
    const { url, service: services = [], relay, 'mib-per-minute': mib } = values;
    const body = {
      services,
      kind: relay ? 'relay' : 'sender',
      ...(mib === undefined ? {} : { mib_per_minute: Number(mib) }),
    };
    return { action, of: of ?? '', url, body } as const;
  } catch {
    return undefined;
  }
}
