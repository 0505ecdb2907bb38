import { Readable } from 'node:stream';
import { type Dossier, dossier } from '@request-desk/shared/dossier';
import { type Likely, likely, likelyQuestion } from '@request-desk/shared/likely-api';
import { lookups } from '@request-desk/shared/lookups-api';
import { NOT_FOUND_STATUS } from '@request-desk/shared/not-found-status';
import { retryAfter } from '@request-desk/shared/retry';
import { type Revealed, revealed, revealing } from '@request-desk/shared/reveal-api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { auditLookup } from '../console/audit.ts';
import { absent } from '../console/console-error.ts';
import { ok, type RouteAnswer, route } from '../console/route.ts';
import { BodyPool, type Received, readBody } from '../http/read-body.ts';
import { needs } from '../http/route-access.ts';
import { jsonPieces } from '../workers/json-pieces.ts';
import { lookupsCsv, lookupsMarkdown } from './export.ts';
import { nameOf } from './extract/hits.ts';
import { forOrg, manyForOrg } from './for-org.ts';
import { dossierMarkdown } from './markdown.ts';
import { inLocale } from './reply/dossier-replies.ts';
import { only } from './withheld.ts';
import type { WithholdingLookup } from './withholding.ts';

/** A paste of 10 MB, and what JSON makes of it. */
const LARGEST_BODY = 24 * 2 ** 20;

const org = z.string().max(64).optional().describe('The organisation that asks');
const locale = z.string().max(16).optional().describe('The language of the drafted reply');
const dossierQuery = z.strictObject({
  format: z.enum(['json', 'ndjson', 'markdown']).default('json'),
  org,
  locale,
});
const lookupsQuery = z.strictObject({
  format: z.enum(['json', 'ndjson', 'csv', 'markdown']).default('json'),
  org,
  locale,
});

const DOSSIER: RouteAnswer = {
  description: 'What is known of the request',
  name: 'Dossier',
  schema: dossier,
  types: ['application/x-ndjson', 'text/markdown'],
};
const UNKNOWN_ID = Object.fromEntries(
  [...Map.groupBy(Object.entries(NOT_FOUND_STATUS), ([, status]) => status)].map(
    ([status, reasons]) => [
      status,
      { ...DOSSIER, description: `Not found: ${reasons.map(([name]) => name).join(', ')}` },
    ],
  ),
);

const TYPES = {
  json: 'application/json; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  markdown: 'text/markdown; charset=utf-8',
} as const;

/**
 * The answer that the product exists for: one id, an email with many, or clues without an id. As NDJSON
 * a dossier comes twice, first what its event says; a list has its total first, then one id a line.
 */
export async function lookupRoutes(
  app: FastifyInstance,
  { lookup }: { readonly lookup: WithholdingLookup },
): Promise<void> {
  route(app, 'GET /requests/:id', {
    access: needs('support', 'requests:read'),
    summary: 'The dossier of one request; the id in any spelling',
    query: dossierQuery,
    answers: {
      200: DOSSIER,
      ...UNKNOWN_ID,
    },
    handle: async (request, reply) => {
      const { id } = request.params;
      const { format, org, locale } = request.query;
      const own = (answer: Dossier) => inLocale(forOrg(answer, org), locale);
      if (format === 'ndjson') {
        const answers = lookup.growing(id);
        const first = await answers.next();
        if (!first.done) {
          statusOf(first.value, reply);
          lookedUp(request, first.value);
        }
        return reply.type(TYPES.ndjson).send(Readable.from(growing(first, answers, own)));
      }
      const dossier = own(await lookup.dossier(id));
      statusOf(dossier, reply);
      lookedUp(request, dossier);
      if (format === 'json') return reply.type(TYPES.json).send(jsonOf(dossier));
      return reply.type(TYPES.markdown).send(dossierMarkdown(dossier));
    },
  });

  route(app, 'POST /requests/likely', {
    access: needs('support', 'requests:search'),
    summary: 'The failures that match clues best, for a text without an id',
    body: { name: 'LikelyQuestion', schema: likelyQuestion },
    answers: ok('Likely', likely),
    handle: async (request): Promise<Likely> => lookup.likely(request.body.clues),
  });

  route(app, 'POST /requests/:id/reveal', {
    access: needs('support', 'requests:reveal', { kind: 'export' }),
    summary: 'Reveal what the dossier withholds, for an audited reason',
    body: { name: 'Revealing', schema: revealing },
    answers: ok('Revealed', revealed, 'What was asked for, as far as it was recorded'),
    handle: async (request): Promise<Revealed> => {
      const { id } = request.params;
      const { what } = request.body;
      const also = what.map((one) => `revealed:${one}`);
      auditLookup(request, { ids: [id], count: 1, also });
      const all = await lookup.reveal(id);
      if (all === undefined) throw absent('request');
      auditLookup(request, { ids: [all.request_id], org: all.org, also });
      return only(all, what);
    },
  });

  await app.register(async (pastes) => {
    const pool = new BodyPool();
    pastes.removeAllContentTypeParsers();
    // Parsed where it is read: 24 MB of JSON alone hold a thread for a tenth of a second.
    pastes.addContentTypeParser(/^application\/json\b/, (_, payload, done) => {
      readBody(payload, LARGEST_BODY, pool).then((received) => done(null, received), done);
    });
    route(pastes, 'POST /lookups', {
      access: needs('support', 'requests:read'),
      bodyLimit: LARGEST_BODY,
      summary: 'The dossiers of all ids in a text, such as an email',
      query: lookupsQuery,
      bodyByHandler: { name: 'LookupText', schema: z.strictObject({ text: z.string() }) },
      answers: {
        200: {
          description: 'In the order of their first appearance',
          name: 'Lookups',
          schema: lookups,
          types: ['application/x-ndjson', 'text/csv', 'text/markdown'],
        },
      },
      handle: async (request, reply) => {
        const { format, org, locale } = request.query;
        const received = request.body as Received | undefined;
        const paste = await lookup.read(received?.bytes ?? new Uint8Array());
        received?.release();
        const ids = paste.ids.map(nameOf);
        auditLookup(request, { ids: ids.slice(0, MOST_NAMED), count: ids.length });
        if (format === 'csv' || format === 'markdown') await request.writeFirst();
        if (format === 'ndjson') {
          const { opening, items } = await lookup.stream(paste);
          return reply.type(TYPES.ndjson).send(Readable.from(ndjson(opening, items, org)));
        }
        const answer = manyForOrg(await lookup.lookups(paste, locale), org, locale);
        if (format === 'json')
          return reply.type(TYPES.json).send(Readable.from(jsonPieces(answer, DEPTH + 2)));
        const text = format === 'csv' ? lookupsCsv(answer) : lookupsMarkdown(answer);
        return reply.type(TYPES[format]).send(text);
      },
    });
  });
}

/** A batch of more ids than these is counted. */
const MOST_NAMED = 10;

function lookedUp(request: FastifyRequest, answer: Dossier): void {
  const id = answer.request_id || answer.trace_id;
  const org = answer.found ? (answer.request?.org ?? '') : '';
  auditLookup(request, { ids: id ? [id] : [], org });
}

async function* growing(
  first: IteratorResult<Dossier>,
  rest: AsyncGenerator<Dossier>,
  own: (answer: Dossier) => Dossier,
): AsyncGenerator<string> {
  for (let one = first; !one.done; one = await rest.next()) yield* line(own(one.value));
}

function statusOf(dossier: Dossier, reply: FastifyReply): void {
  if (dossier.found) return;
  reply.code(NOT_FOUND_STATUS[dossier.reason]);
  if (dossier.retry_after_s !== null) reply.headers(retryAfter(dossier.retry_after_s));
}

async function* ndjson(
  opening: object,
  items: AsyncIterable<Dossier>,
  org: string | undefined,
): AsyncGenerator<string> {
  yield `${JSON.stringify(opening)}\n`;
  for await (const item of items) yield* line(forOrg(item, org));
}

/** Lists of a dossier whose members are written one by one. */
const DEPTH = 2;
/** Shorter dossiers are written at once. */
const MANY_PARTS = 500;

function jsonOf(dossier: Dossier): string | Readable {
  const parts = dossier.found ? dossier.spans.length + dossier.logs.length : 0;
  return parts < MANY_PARTS ? JSON.stringify(dossier) : Readable.from(jsonPieces(dossier, DEPTH));
}

async function* line(dossier: Dossier): AsyncGenerator<string> {
  yield* jsonPieces(dossier, DEPTH);
  yield '\n';
}
