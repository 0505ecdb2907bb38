import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DeskProcess, startDesk } from './desk-process.ts';
import { startExample } from './example-process.ts';

const EXAMPLE = join(import.meta.dirname, '../../examples/charges-api');
const TOKEN = 'a-token-of-the-charges-api-and-its-desk';
const KEY = 'sk_4eC39HqLyjWDarjtT1zdp7dc';

/** The profile that the desk runs with. */
export const CHARGES_PROFILE_FILE = join(EXAMPLE, 'profile.json');

/** A desk of the Charges API and that API itself, each a process of its own. */
export interface ChargesDesk {
  readonly desk: DeskProcess;
  /** Of the API. */
  readonly url: string;
  /** The desk's INGEST_API_TOKEN. */
  readonly token: string;
  /** Calls the API with a key that works; returns the request id of the answer. */
  call(path: string, init?: RequestInit): Promise<string>;
  /** Charges a card: `ok`, `no_funds` or `crash`. */
  charge(card: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts both; `env` is the desk's. */
export async function openChargesDesk(env: Readonly<Record<string, string>>): Promise<ChargesDesk> {
  const spool = mkdtempSync(join(tmpdir(), 'charges-'));
  const desk = await startDesk({
    env: { PROFILE: CHARGES_PROFILE_FILE, INGEST_API_TOKEN: TOKEN, ...env },
  });
  const api = await startExample('charges-api', {
    SPOOL: spool,
    DESK_URL: desk.otlpUrl,
    INGEST_API_TOKEN: TOKEN,
    ...(env.SENTRY_DSN === undefined ? {} : { SENTRY_DSN: env.SENTRY_DSN }),
  }).catch(async (error: unknown) => {
    await desk.stop();
    rmSync(spool, { recursive: true, force: true });
    throw error;
  });
  const { url } = api;
  const close = async () => {
    await api.close();
    await desk.stop();
    rmSync(spool, { recursive: true, force: true });
  };
  const call = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${KEY}`);
    const response = await fetch(`${url}${path}`, { ...init, headers });
    await response.arrayBuffer();
    return response.headers.get('x-request-id') ?? '';
  };
  return {
    desk,
    url,
    token: TOKEN,
    call,
    close,
    charge: (card) =>
      call('/v1/charges', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ amount: 500, card }),
      }),
  };
}
