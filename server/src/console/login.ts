import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { sameText } from '../http/same-text.ts';
import { checkOrigin } from './guard/refuse-strangers.ts';
import { contentPolicy } from './guard/security-headers.ts';
import { NO_SESSION, sessionCookie } from './guard/session.ts';
import { loginPage, loginStyleHash } from './login-page.ts';

const FORM = 'application/x-www-form-urlencoded';
/** Guessing 32 characters is hopeless; this keeps it from being loud as well. */
const TRIES_PER_MINUTE = 30;

const form = z.object({ token: z.string().max(4096), next: z.string().max(2048).default('/') });

interface LoginOptions {
  readonly staffToken: string;
  readonly now: () => number;
}

/** `GET /login` asks for the STAFF_TOKEN, `POST /login` exchanges it for a session cookie. */
export async function loginRoutes(app: FastifyInstance, options: LoginOptions): Promise<void> {
  const tries: number[] = [];
  app.addContentTypeParser(FORM, { parseAs: 'string', bodyLimit: 8192 }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );

  app.get('/login', async (request, reply) => {
    const { next } = form.partial().catch({}).parse(request.query);
    return sendForm(reply, localPath(next), undefined);
  });

  app.post('/login', async (request, reply) => {
    checkOrigin(request);
    const { token, next } = form.catch({ token: '', next: '/' }).parse(request.body);
    const now = options.now();
    while (tries[0] !== undefined && tries[0] < now - 60_000) tries.shift();
    const tooMany = tries.length >= TRIES_PER_MINUTE;
    if (!tooMany && sameText(token.trim(), options.staffToken)) {
      const secure = request.headers['x-forwarded-proto'] === 'https';
      return reply
        .header('set-cookie', sessionCookie(options.staffToken, now, secure))
        .redirect(localPath(next), 303);
    }
    tries.push(now);
    const fault = tooMany
      ? 'Too many tries. Wait a minute.'
      : 'That is not the STAFF_TOKEN of this Request Desk.';
    return sendForm(reply.code(tooMany ? 429 : 401), localPath(next), fault);
  });

  app.post('/logout', async (request, reply) => {
    checkOrigin(request);
    return reply.header('set-cookie', NO_SESSION).redirect('/login', 303);
  });
}

function sendForm(reply: FastifyReply, next: string, fault: string | undefined): FastifyReply {
  return reply
    .header('content-security-policy', contentPolicy(loginStyleHash()))
    .type('text/html; charset=utf-8')
    .send(loginPage(next, fault));
}

/** A path of ours; anything that could lead elsewhere becomes the home page. */
function localPath(next: string | undefined): string {
  if (next === undefined || !/^\/(?![/\\])/.test(next)) return '/';
  const url = URL.parse(next, 'http://console.invalid');
  return url?.host === 'console.invalid' ? url.pathname + url.search : '/';
}
