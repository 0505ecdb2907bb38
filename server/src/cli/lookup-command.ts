import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { scrub } from '@request-desk/fastify/redaction/scrub';
import type { NotFoundReason } from '@request-desk/shared/dossier';
import { MINUTE_MS } from '@request-desk/shared/durations';
import { type Lookups, lookups } from '@request-desk/shared/lookups-api';
import { openAnswer } from '@request-desk/shared/open-answer';
import { plainAnswer, plainAnswers } from './plain-text.ts';

export const USAGE = `request-desk lookup [--json | --markdown] [--url URL] [--wait SECONDS] <anything>

Looks up every request id in the text, or in standard input when there is none.
CONSOLE_URL says where the console is, REQUEST_DESK_TOKEN (a personal token, made at its page /access) or
STAFF_TOKEN who asks; a console without STAFF_TOKEN keeps a token in its DATA_DIR, taken from there.
While data is behind or incomplete it asks again for --wait seconds, by default 10.
Exit: 0 all found, 2 wrong use, 3 not found, 4 expired, 5 unavailable, 6 not everything has arrived.
`;

/** What scripts branch on; the worst of all ids counts. */
const EXIT = {
  found: 0,
  usage: 2,
  missing: 3,
  expired: 4,
  unavailable: 5,
  incomplete: 6,
} as const;

const EXIT_OF: Readonly<Record<NotFoundReason, number>> = {
  store_unavailable: EXIT.unavailable,
  incomplete: EXIT.incomplete,
  too_fresh: EXIT.incomplete,
  never_seen: EXIT.missing,
  malformed: EXIT.missing,
  sampled_away: EXIT.missing,
  expired: EXIT.expired,
};
const WORST_FIRST: readonly number[] = [
  EXIT.unavailable,
  EXIT.incomplete,
  EXIT.missing,
  EXIT.expired,
];

export interface CommandPlaces {
  /** Of the console. */
  readonly url: string;
  readonly token: string | undefined;
  /** Undefined when it is compressed. */
  readonly input: () => Promise<string | undefined>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Runs the command; returns the exit code. Keys in the text never leave this process. */
export async function lookupCommand(
  args: readonly string[],
  places: CommandPlaces,
): Promise<number> {
  const options = optionsOf(args);
  if (typeof options === 'string') {
    places.err(`${options}\n${USAGE}`);
    return EXIT.usage;
  }
  const given = options.text === '' ? await places.input() : options.text;
  if (given === undefined) {
    places.err('the input is compressed: unpack it first, for instance with gunzip\n');
    return EXIT.usage;
  }
  if (given.trim() === '') {
    places.err(USAGE);
    return EXIT.usage;
  }
  const url = options.url ?? places.url;
  const only = /^\s*(\S{1,80})\s*$/.exec(given)?.[1];
  try {
    const call = { ...places, url, text: scrub(given) };
    const answer = await settled(call, options.waitMs);
    places.out(await rendered(call, options.format, answer, only));
    for (const line of complaints(answer)) places.err(`${line}\n`);
    return exitOf(answer);
  } catch (error) {
    places.err(`${error instanceof Error ? error.message : 'the lookup failed'}\n`);
    return EXIT.unavailable;
  }
}

type Format = 'text' | 'json' | 'markdown';

function optionsOf(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        markdown: { type: 'boolean' },
        url: { type: 'string' },
        wait: { type: 'string', default: '10' },
      },
    });
    if (values.json && values.markdown) return 'choose --json or --markdown';
    const seconds = Number(values.wait);
    if (!(seconds >= 0)) return '--wait needs a number of seconds';
    const format: Format = values.json ? 'json' : values.markdown ? 'markdown' : 'text';
    return { format, waitMs: seconds * 1000, url: values.url, text: positionals.join(' ') };
  } catch (error) {
    return error instanceof Error ? error.message : 'wrong use';
  }
}

interface Call extends CommandPlaces {
  readonly text: string;
}

/** Reasons that may be gone a moment later. */
const OPEN: ReadonlySet<string> = new Set(['too_fresh', 'incomplete']);
const AGAIN_MS = 1_000;

/** Asks again by itself while an answer is open, for `waitMs` at most. */
async function settled(call: Call, waitMs: number): Promise<Lookups> {
  for (const began = performance.now(); ; ) {
    const answer = await ask(call);
    const open = answer.items.some((item) => !item.found && OPEN.has(item.reason));
    if (!open || performance.now() - began + AGAIN_MS > waitMs) return answer;
    await pause(AGAIN_MS);
  }
}

async function ask(call: Call): Promise<Lookups> {
  const response = await send(call, '/lookups', { text: call.text });
  return openAnswer(lookups).parse(await response.json());
}

async function send(
  { url, token }: Call,
  path: string,
  body?: Readonly<Record<string, string>>,
): Promise<Response> {
  const response = await fetch(`${url.replace(/\/$/, '')}/support/v1${path}`, {
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    headers: {
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    signal: AbortSignal.timeout(MINUTE_MS),
  }).catch((cause: unknown) => {
    throw new Error(`the console at ${url} does not answer: is Request Desk running there?`, {
      cause,
    });
  });
  if (response.status === 401)
    throw new Error(
      'the console wants a token: set REQUEST_DESK_TOKEN or STAFF_TOKEN, or DATA_DIR to that of the console',
    );
  const json = response.headers.get('content-type')?.includes('json') ?? false;
  if (response.ok || (body === undefined && !json)) return response;
  throw new Error(`the console at ${url} answered ${response.status}`);
}

async function rendered(
  call: Call,
  format: Format,
  answer: Lookups,
  only: string | undefined,
): Promise<string> {
  const [first] = answer.items;
  if (format === 'json') return `${JSON.stringify(answer, null, 2)}\n`;
  if (format === 'markdown') {
    const id = answer.items.length === 1 ? (first?.request_id ?? first?.asked) : only;
    if (id !== undefined && answer.items.length < 2)
      return `${await (await send(call, `/requests/${encodeURIComponent(id)}?format=markdown`)).text()}\n`;
    const response = await send(call, '/lookups?format=markdown', { text: call.text });
    return `${await response.text()}\n`;
  }
  return answer.items.length === 1 && first ? plainAnswer(first) : plainAnswers(answer);
}

function complaints({ suggestions, unread = [], ignored, items }: Lookups): string[] {
  const lines = suggestions.map(
    ({ text, request_id, why }) => `did you mean ${request_id} for ${text}? (${why})`,
  );
  lines.push(...unread.map(({ text, why }) => `${text} looks like an id, but ${why}`));
  if (ignored > 0) lines.push(`${ignored} more ids were left out`);
  if (items.length === 0 && suggestions.length === 0) lines.push('there is no request id in this');
  return lines;
}

function exitOf({ items }: Lookups): number {
  if (items.length === 0) return EXIT.missing;
  const codes = new Set(items.map((item) => (item.found ? EXIT.found : EXIT_OF[item.reason])));
  return WORST_FIRST.find((code) => codes.has(code)) ?? EXIT.found;
}
