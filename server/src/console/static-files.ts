import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic, { type FastifyStaticOptions } from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { FOR_ANYONE } from '../http/route-access.ts';
import { answerNotFound } from './error-answers.ts';
import { contentPolicy } from './guard/security-headers.ts';

/** Names of built assets hold a hash of their content. */
const FOREVER = 'public, max-age=31536000, immutable';

const PAGES = new Set(['/', '/index.html', '/sidebar.html']);

/** Said where the build has not been made. */
export const NOT_BUILT =
  'The console is not built yet: run `npm run build`. Its API is at /support/v1.\n';

/** Where the page keeps the nonce for style elements that its code adds. */
const NONCE = 'name="style-nonce"';

/**
 * The built console, and its page for every address that is not a file: the browser routes. The
 * page gets `head` beside its title.
 */
export async function staticFiles(
  app: FastifyInstance,
  directory: string,
  head: string,
): Promise<void> {
  const page = join(directory, 'index.html');
  if (existsSync(directory)) {
    await app.register(openFiles, {
      root: directory,
      wildcard: true,
      index: false,
      // Pages are sent with a policy of their own.
      allowedPath: (path) => !PAGES.has(path),
      cacheControl: false,
      preCompressed: true,
      setHeaders(reply, path) {
        reply.header(
          'cache-control',
          path.includes('/assets/') && !path.endsWith('.html') ? FOREVER : 'no-cache',
        );
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    if (!isPageAddress(request)) return answerNotFound(request, reply);
    return sendPage(reply, page, head);
  });
}

/** The page's code holds nothing of customers; the page itself is sent below, to staff. */
async function openFiles(app: FastifyInstance, options: FastifyStaticOptions): Promise<void> {
  app.addHook('onRoute', (route) => {
    route.config = { ...route.config, ...FOR_ANYONE.config };
  });
  // What cannot be the name of a file (a backslash, two slashes, `..`) is an address of a page.
  app.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
    if (error.statusCode !== 403) throw error;
    return reply.callNotFound();
  });
  await app.register(fastifyStatic, options);
}

function isPageAddress({ method, url }: FastifyRequest): boolean {
  const path = url.split('?', 1)[0] ?? '';
  return (
    (method === 'GET' || method === 'HEAD') &&
    !path.startsWith('/support/') &&
    !path.startsWith('/assets/')
  );
}

function sendPage(reply: FastifyReply, page: string, head: string): FastifyReply {
  const answer = reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8');
  if (existsSync(page)) {
    const nonce = randomBytes(16).toString('base64');
    return answer
      .header('content-security-policy', contentPolicy({ style: `nonce-${nonce}` }))
      .send(
        readFileSync(page, 'utf8')
          .replace(NONCE, `$& nonce="${nonce}"`)
          .replace('</title>', (end) => end + head),
      );
  }
  return answer.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT);
}
