import { httpOrigin } from '@request-desk/shared/http-origin';
import { systemCode } from '@request-desk/shared/system-code';
import type { FastifyInstance } from 'fastify';
import type { Config } from './config.ts';

/** A listener cannot be opened; the message is one line that says what to do. */
export class ListenError extends Error {}

/** Where the listeners of this process are; those of other roles are as configured. */
export interface Urls {
  api: string;
  otlp: string;
  console: string;
  /** Of a process that does nothing else: its health. */
  alerts?: string;
  /** Signs one person in, once; only without STAFF_TOKEN. */
  signIn?: string;
}

/** Those that are known before anything listens. */
export function configuredUrls({ api, otlp, console }: Config): Urls {
  return {
    api: api.url ?? `http://127.0.0.1:${api.port}`,
    otlp: `http://127.0.0.1:${otlp.port}`,
    console: console.url ?? `http://127.0.0.1:${console.port}`,
  };
}

/**
 * Starts to listen and returns the address to open, such as `http://127.0.0.1:8080`. `variables` are the
 * names' common beginning, as in `API` for API_HOST and API_PORT.
 */
export async function listen(
  app: FastifyInstance,
  { host, port }: { readonly host: string; readonly port: number },
  variables: string,
): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    throw new ListenError(reasonOf(cause, host, port, variables), { cause });
  }
  const address = app.server.address();
  const chosen = typeof address === 'object' && address ? address.port : port;
  return httpOrigin(ANY.has(host) ? '127.0.0.1' : host, chosen);
}

const ANY = new Set(['0.0.0.0', '::']);

function reasonOf(cause: unknown, host: string, port: number, variables: string): string {
  const code = systemCode(cause) ?? '';
  const place = `${variables}_PORT ${port} on ${host}`;
  if (code === 'EADDRINUSE')
    return `${place} is in use: stop the program that listens there, or set ${variables}_PORT (0: any free port)`;
  if (code === 'EACCES')
    return `${place} needs rights that this user lacks: set ${variables}_PORT to 1024 or more`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${variables}_HOST ${host} is no address of this machine: correct it, or use 127.0.0.1`;
  return `${place} cannot be opened (${code || String(cause)}): set ${variables}_HOST and ${variables}_PORT`;
}
