import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { MINUTE_MS } from '@request-desk/shared/durations';
import { REQUEST_EVENTS } from '@request-desk/shared/legacy-contract';
import { z } from 'zod';

export const RECOVER_USAGE = `request-desk recover [--url URL] [FILE...]

Puts back the request events that an API process printed because its disk was full. Reads its
output from the files, or from standard input; lines of any other kind are passed over.
--url is the OTLP listener, by default the one of OTLP_HOST and OTLP_PORT. It takes the events
from senders that hold its INGEST_API_TOKEN. Doing it twice changes nothing.
Exit: 0 all put back, 2 wrong use, 5 not taken.
`;

const EXIT = { done: 0, usage: 2, unavailable: 5 } as const;
const BATCH_BYTES = 2 ** 20;
const printed = z.object({ event_name: z.literal(REQUEST_EVENTS), otlp: z.base64().min(1) });

export interface RecoverPlaces {
  /** Of the OTLP listener. */
  readonly url: string;
  /** INGEST_API_TOKEN. */
  readonly token: string | undefined;
  readonly input: NodeJS.ReadableStream;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Runs the command; returns the exit code. */
export async function recoverCommand(
  args: readonly string[],
  places: RecoverPlaces,
): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { url: { type: 'string' }, help: { type: 'boolean' } },
    });
    if (values.help) {
      places.out(RECOVER_USAGE);
      return EXIT.done;
    }
    const { token } = places;
    if (token === undefined) throw new Error('set INGEST_API_TOKEN, here and for the listener');
    const inputs = positionals.length > 0 ? positionals.map(opened) : [places.input];
    return await recoverAll(inputs, values.url ?? places.url, token, places);
  } catch (error) {
    places.err(`${error instanceof Error ? error.message : 'wrong use'}\n${RECOVER_USAGE}`);
    return EXIT.usage;
  }
}

async function recoverAll(
  inputs: readonly NodeJS.ReadableStream[],
  url: string,
  token: string,
  { out, err }: RecoverPlaces,
): Promise<number> {
  let [batch, bytes, events]: [Buffer[], number, number] = [[], 0, 0];
  const send = async () => {
    if (batch.length > 0) await post(url, token, Buffer.concat(batch));
    events += batch.length;
    [batch, bytes] = [[], 0];
  };
  try {
    for (const input of inputs) {
      for await (const line of createInterface({ input })) {
        const body = eventIn(line);
        if (body === undefined) continue;
        batch.push(body);
        bytes += body.length;
        if (bytes >= BATCH_BYTES) await send();
      }
    }
    await send();
    out(`${events} request events put back\n`);
    return EXIT.done;
  } catch (error) {
    err(`${error instanceof Error ? error.message : 'failed'}\n${events} were put back before\n`);
    return EXIT.unavailable;
  }
}

const opened = (path: string) => createReadStream(path);

/** The OTLP body in a printed line; log collectors may have put something before it. */
function eventIn(line: string): Buffer | undefined {
  const start = line.indexOf('{');
  if (start < 0 || !REQUEST_EVENTS.some((name) => line.includes(name))) return undefined;
  try {
    const found = printed.safeParse(JSON.parse(line.substring(start)));
    return found.success ? Buffer.from(found.data.otlp, 'base64') : undefined;
  } catch {
    return undefined;
  }
}

/** Requests of protobuf put one after the other are one request. */
async function post(url: string, token: string, body: Buffer): Promise<void> {
  const headers = { 'content-type': 'application/x-protobuf', authorization: `Bearer ${token}` };
  const to = `${url.replace(/\/$/, '')}/v1/logs`;
  const request = { method: 'POST', headers, body, signal: AbortSignal.timeout(MINUTE_MS) };
  const response = await fetch(to, request).catch((cause: unknown) => {
    throw new Error(`the OTLP listener at ${url} does not answer: is it running?`, { cause });
  });
  const answer = await response.arrayBuffer();
  if (response.status === 401 || (response.ok && answer.byteLength > 0)) {
    throw new Error(`the listener at ${url} has another INGEST_API_TOKEN: nothing was put back`);
  }
  if (!response.ok) throw new Error(`the listener at ${url} answered ${response.status}`);
}
