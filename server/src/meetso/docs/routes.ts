import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ERROR_CODES } from '../catalogue/causes.ts';
import { DEPRECATIONS, type Deprecations } from '../deprecation.ts';
import type { RateLimit } from '../rate-limit/rate-limit.ts';
import { clientsPage } from './clients-page.ts';
import { codePage } from './code-page.ts';
import { errorsPage } from './errors-page.ts';
import { inspectPage } from './inspect-page.ts';
import { DOCS_CSP } from './layout.ts';
import { openApi } from './openapi/document.ts';
import { rateLimitsPage } from './rate-limits-page.ts';

interface DocsOptions {
  readonly rateLimit: RateLimit;
  /** Address of the API as its customers see it; absent: where it listens. */
  readonly publicUrl?: string | undefined;
  readonly deprecations?: Deprecations;
}

/** The public documentation; every page is made once and served from memory. */
export async function docsRoutes(
  app: FastifyInstance,
  { rateLimit, publicUrl, deprecations = DEPRECATIONS }: DocsOptions,
): Promise<void> {
  const page = 'text/html; charset=utf-8';
  app.get('/docs/errors', served(page, errorsPage(rateLimit)));
  for (const code of ERROR_CODES) {
    app.get(`/docs/errors/${code}`, served(page, codePage(code, rateLimit)));
  }
  app.get('/docs/clients', served(page, clientsPage()));
  app.get('/docs/inspect', served(page, inspectPage()));
  app.get('/docs/rate-limits', served(page, rateLimitsPage(rateLimit)));
  let description: Handler | undefined;
  app.get('/openapi.json', (request, reply) => {
    // Not before the first reader: only then it is known where the process listens.
    const apiUrl = (publicUrl ?? app.listeningOrigin).replace(/\/+$/, '');
    const text = () => `${JSON.stringify(openApi({ rateLimit, apiUrl, deprecations }), null, 2)}\n`;
    description ??= served('application/json', text());
    return description(request, reply);
  });
  app.get('/docs', (_request, reply) => reply.redirect('/docs/errors', 302));
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

const COMPRESS = { br: promisify(brotliCompress), gzip: promisify(gzip) };

/** A handler that sends one text, compressed as the reader takes it, or 304 if it has it. */
function served(type: string, text: string): Handler {
  const plain = Buffer.from(text);
  // Each when it is first asked for, on a thread of its own.
  const bodies: { br?: Promise<Buffer>; gzip?: Promise<Buffer> } = {};
  const tag = hash('sha256', text, 'base64url').slice(0, 16);
  return async (request, reply) => {
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
    const encoding = encodingOf(String(request.headers['accept-encoding'] ?? ''));
    if (encoding === undefined) return reply.send(plain);
    bodies[encoding] ??= COMPRESS[encoding](plain);
    return reply.header('content-encoding', encoding).send(await bodies[encoding]);
  };
}

/** The better of the two that the reader takes; `q=0` is a refusal (RFC 9110, section 12.5.3). */
function encodingOf(accepted: string): 'br' | 'gzip' | undefined {
  const takes = (name: string) =>
    new RegExp(`(?:^|[,\\s])${name}(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))(?=[\\s;,]|$)`, 'i').test(
      accepted,
    );
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : undefined;
}
