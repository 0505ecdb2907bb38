import type { FastifyRequest } from 'fastify';
import { isLoopback } from '../../http/loopback.ts';
import { ConsoleError } from '../console-error.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Against DNS rebinding: a page elsewhere whose name was pointed at this machine still sends its
 * own name as Host. `url` is the console as staff see it. Throws ConsoleError (400).
 */
export function checkHost(
  { headers: { host } }: FastifyRequest,
  listenerHost: string,
  url: string | undefined,
): void {
  if (!isLoopback(listenerHost) || isLoopback(hostName(host))) return;
  if (url !== undefined && URL.parse(url)?.host === host?.toLowerCase()) return;
  throw new ConsoleError(
    'bad_request',
    'This console answers on loopback only: open it as http://127.0.0.1 or localhost, or set CONSOLE_URL.',
  );
}

/**
 * Against cross-site request forgery: browsers say where a call comes from, and only the console's
 * own pages may change or stream anything. Scripts send neither header. Throws ConsoleError (403).
 */
export function checkOrigin({ method, headers }: FastifyRequest, url?: string): void {
  const site = headers['sec-fetch-site'];
  const reads = SAFE.has(method);
  // No page can write this header, and it is true behind a proxy that changes Host, too.
  if (site === 'same-origin') return;
  // Following a link to an answer is harmless: the page that holds the link cannot read it.
  const followed = reads && headers['sec-fetch-mode'] === 'navigate';
  const own = site === undefined || site === 'none';
  if (followed || (own && (reads || isOurs(headers, url)))) return;
  throw new ConsoleError('not_allowed', 'Refused: a page of another site made this call.');
}

function isOurs({ origin, host }: FastifyRequest['headers'], url: string | undefined): boolean {
  if (origin === undefined) return true;
  const from = URL.parse(origin);
  if (from === null) return false;
  return (
    from.host === host?.toLowerCase() ||
    (url !== undefined && from.origin === URL.parse(url)?.origin)
  );
}

/** The host name of a `Host` header, without port and brackets; empty when it is malformed. */
function hostName(header: string | undefined): string {
  const match = /^(?:\[([0-9a-f:]+)\]|([a-z0-9.-]+))(?::\d{1,5})?$/i.exec(header ?? '');
  return (match?.[1] ?? match?.[2] ?? '').toLowerCase();
}
