import { retryAfter } from '@request-desk/shared/retry';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { FOR_ANYONE } from '../http/route-access.ts';
import { localPath } from './guard/local-path.ts';
import { type LoginWays, sendLoginForm } from './login-form.ts';

const FORM = 'application/x-www-form-urlencoded';

const query = z.object({ next: z.string().max(2048), code: z.string().max(256) }).partial();
const form = z.object({ token: z.string().max(4096), next: z.string().max(2048).default('/') });

interface LoginOptions {
  readonly ways: LoginWays;
  readonly isToken: (sent: string) => boolean;
  readonly redeem: (code: string) => boolean;
  /** Counts and logs a failed try. Returns the seconds to wait after too many, else 0. */
  readonly refused: (request: FastifyRequest, by: 'link' | 'form') => number;
  /** Begins a session; resolves to its `Set-Cookie`. */
  readonly begin: (request: FastifyRequest, entrance: 'link' | 'token') => Promise<string>;
  /** Ends those of the caller; resolves to the `Set-Cookie` that forgets them. */
  readonly leave: (request: FastifyRequest) => Promise<string>;
}

/**
 * `GET /login` asks for the token, or takes a one-time code; `POST /login` exchanges the token for a
 * session; `POST /logout` ends it, here and in the browser.
 */
export async function loginRoutes(app: FastifyInstance, options: LoginOptions): Promise<void> {
  const { ways, isToken, redeem, refused, begin, leave } = options;
  app.addContentTypeParser(FORM, { parseAs: 'string', bodyLimit: 8192 }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );

  app.get('/login', FOR_ANYONE, async (request, reply) => {
    const { next, code } = query.catch({}).parse(request.query);
    // Link previews and monitors ask by HEAD: they must not use the code up.
    if (code === undefined || request.method !== 'GET')
      return sendLoginForm(reply, { ways, next: localPath(next) });
    if (redeem(code)) {
      reply.header('set-cookie', await begin(request, 'link'));
      reply.header('cache-control', 'no-store');
      return reply.redirect(localPath(next), 303);
    }
    const fault = faultOf(refused(request, 'link'), 'This link was used already, or is too old.');
    reply.code(fault.status).headers(fault.headers);
    return sendLoginForm(reply, { ways, next: '/', fault: fault.text });
  });

  app.post('/login', FOR_ANYONE, async (request, reply) => {
    const { token, next } = form.catch({ token: '', next: '/' }).parse(request.body);
    if (isToken(token)) {
      reply.header('set-cookie', await begin(request, 'token'));
      return reply.redirect(localPath(next), 303);
    }
    const fault = faultOf(refused(request, 'form'), 'The token is not valid.');
    reply.code(fault.status).headers(fault.headers);
    return sendLoginForm(reply, { ways, next: localPath(next), fault: fault.text });
  });

  app.post('/logout', FOR_ANYONE, async (request, reply) => {
    // Ids that were looked up and drafts are nobody's who comes next.
    reply.header('clear-site-data', '"storage"');
    return reply.header('set-cookie', await leave(request)).redirect('/login', 303);
  });
}

interface Fault {
  readonly status: 401 | 429;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

function faultOf(waitS: number, text: string): Fault {
  if (waitS === 0) return { status: 401, text, headers: {} };
  const headers = retryAfter(waitS);
  return {
    status: 429,
    text: `${text} Too many tries: wait ${waitS} s, or come with the right one.`,
    headers,
  };
}
