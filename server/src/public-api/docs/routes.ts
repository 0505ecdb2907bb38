import { createHash } from 'node:crypto';
import { brotliCompressSync } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../config.ts';
import { errorsPage } from './errors-page.ts';
import { DOCS_CSP } from './layout.ts';
import { openApi } from './openapi.ts';
import { rateLimitsPage } from './rate-limits-page.ts';

interface DocsOptions {
  readonly rateLimit: Config['rateLimit'];
}

/** The public documentation; every page is made once and served from memory. */
export async function docsRoutes(app: FastifyInstance, { rateLimit }: DocsOptions): Promise<void> {
  const page = 'text/html; charset=utf-8';
  app.get('/docs/errors', served(page, errorsPage()));
  app.get('/docs/rate-limits', served(page, rateLimitsPage(rateLimit)));
  app.get(
    '/openapi.json',
    served('application/json', `${JSON.stringify(openApi(rateLimit), null, 2)}\n`),
  );
  app.get('/docs', (_request, reply) => reply.redirect('/docs/errors', 302));
}

/** A handler that sends one text, compressed where the reader takes it, or 304 if it has it. */
function served(type: string, text: string) {
  const [plain, compressed] = [Buffer.from(text), brotliCompressSync(text)];
  const tag = createHash('sha256').update(text).digest('base64url').slice(0, 16);
  return (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    reply.headers({
      'content-type': type,
      'cache-control': 'public, max-age=300',
      'content-security-policy': DOCS_CSP,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'access-control-allow-origin': '*',
      vary: 'accept-encoding',
      etag: `W/"${tag}"`,
    });
    if (request.headers['if-none-match']?.includes(tag)) return reply.code(304).send();
    const brotli = /\bbr\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(
      String(request.headers['accept-encoding'] ?? ''),
    );
    if (brotli) reply.header('content-encoding', 'br');
    return reply.send(brotli ? compressed : plain);
  };
}
