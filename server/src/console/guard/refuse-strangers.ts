import type { FastifyRequest } from 'fastify';
import { isLoopback } from '../../http/loopback.ts';
import { ConsoleError } from '../console-error.ts';
import { hostName } from './loopback.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Against DNS rebinding: a page elsewhere whose name was pointed at this machine still sends its
 * own name as Host. Throws ConsoleError (400).
 */
export function checkHost(request: FastifyRequest, listenerHost: string): void {
  if (!isLoopback(listenerHost) || isLoopback(hostName(request.headers.host))) return;
  throw new ConsoleError(
    'bad_request',
    'This console answers on loopback only: open it as http://127.0.0.1 or localhost.',
  );
}

/**
 * Against cross-site request forgery: browsers say where a call comes from, and only the console's
 * own pages may change or stream anything. Scripts send neither header. Throws ConsoleError (403).
 */
export function checkOrigin({ method, headers }: FastifyRequest): void {
  const site = headers['sec-fetch-site'];
  const mode = headers['sec-fetch-mode'];
  const own = site === undefined || site === 'same-origin' || site === 'none';
  const reads = SAFE.has(method);
  // Following a link to an answer is harmless: the page that holds the link cannot read it.
  if ((own || (reads && mode === 'navigate')) && (reads || sameHost(headers))) return;
  throw new ConsoleError('not_allowed', 'Refused: a page of another site made this call.');
}

function sameHost({ origin, host }: FastifyRequest['headers']): boolean {
  if (origin === undefined) return true;
  return URL.parse(origin)?.host === host?.toLowerCase();
}
