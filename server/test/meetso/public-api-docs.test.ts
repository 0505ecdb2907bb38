import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BOTH, openPublicDesk, type PublicDesk } from '../../../testkit/desks/public-api-desk.ts';
import { lint } from '../../../testkit/openapi-lint.ts';
import { docsPathOf, STATUS_OF } from '../../src/meetso/catalogue/catalogue.ts';
import { ERROR_CODES, type ErrorCode } from '../../src/meetso/catalogue/causes.ts';
import { errorEnvelope } from '../../src/meetso/catalogue/envelope.ts';
import { timeRange } from '../../src/meetso/catalogue/meetings.ts';
import { ERROR_EXAMPLES } from '../../src/meetso/docs/error-examples.ts';
import { SCHEMAS } from '../../src/meetso/docs/openapi/operations.ts';
import { errorSchemaOf } from '../../src/meetso/docs/openapi/schemas.ts';
import type { MeetingsRepository } from '../../src/meetso/meetings/meetings-repository.ts';
import { throughMeetings } from '../../src/meetso/meetings/through-meetings.ts';
import { SCOPES } from '../../src/meetso/scopes.ts';

let desk: PublicDesk;
let broken = false;
const pages = new Map<string, string>();
/** A clock for the limits that no slow machine outruns. */
const steady = () => 1_000;

const faulty = (meetings: MeetingsRepository): MeetingsRepository => ({
  ...throughMeetings(meetings, (work) => work()),
  list(query) {
    if (broken) throw new Error('down');
    return meetings.list(query);
  },
});

beforeAll(async () => {
  desk = await openPublicDesk({ rateLimit: { burst: 10, perMinute: 60 }, steady }, faulty);
  const paths = ['/docs/errors', '/docs/rate-limits', '/docs/clients', '/docs/inspect'];
  const codes = ERROR_CODES.map((code) => `/docs/errors/${code}`);
  for (const path of [...paths, ...codes, '/openapi.json']) {
    pages.set(path, await (await fetch(`${desk.url}${path}`)).text());
  }
});

afterAll(() => desk.close());

const page = (path: string) => pages.get(path) ?? '';
const anchors = (text: string) => [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);

describe('the documentation', () => {
  it('has a section for every code and for no other', () => {
    const entries = [...page('/docs/errors').matchAll(/<section id="(\w+)" class="entry/g)];
    expect(entries.map(([, id]) => id)).toEqual(ERROR_CODES);
    for (const code of ERROR_CODES) {
      expect(docsPathOf(code)).toBe(`/docs/errors#${code}`);
      expect(page('/docs/errors')).toContain(`${STATUS_OF[code]} `);
    }
  });

  it('links only to places that are there', () => {
    for (const [path, text] of pages) {
      for (const [, target = ''] of text.matchAll(/href="(?!data:)([^"]+)"/g)) {
        const [file, anchor] = target.startsWith('#') ? [path, target.slice(1)] : target.split('#');
        expect([...pages.keys()], target).toContain(file);
        if (anchor) expect([...anchors(page(file ?? '')), 'content'], target).toContain(anchor);
      }
      expect(new Set(anchors(text)).size).toBe(anchors(text).length);
    }
  });

  it('loads nothing else and runs only its own script', async () => {
    const { headers } = await fetch(`${desk.url}/docs/errors`, {
      headers: { 'accept-encoding': 'br' },
    });
    expect(headers.get('content-encoding')).toBe('br');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page('/docs/errors')).not.toMatch(/ (?:src|style|onclick)=/);
    const compressed = Number(headers.get('content-length'));
    expect(compressed).toBeLessThan(16_000);
    const again = await fetch(`${desk.url}/docs/errors`, {
      headers: { 'if-none-match': headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
  });

  it('has a page for every code, with what to change', () => {
    for (const code of ERROR_CODES) {
      const text = page(`/docs/errors/${code}`);
      expect(text).toContain('<th>What to change</th>');
      expect(text.match(/<tr><td>/g)?.length, code).toBeGreaterThan(1);
      expect(page('/docs/inspect')).toContain(`data-of="${code}" hidden`);
    }
  });

  it('names no cause, which is for staff alone', () => {
    for (const cause of ['other_org', 'auth_flood', 'route_unknown', 'method_unknown', 'forged']) {
      for (const text of pages.values()) expect(text).not.toContain(cause);
    }
  });
});

describe('every example', () => {
  it.each(ERROR_CODES)('of %s is what the API answers', async (code: ErrorCode) => {
    const { method, path, key, body, message, headers = {} } = ERROR_EXAMPLES[code];
    const org = await desk.org();
    const minted = await desk.mint(org, key === 'reading' ? ['meetings:read'] : BOTH);
    if (key === 'revoked') await desk.keys.revoke(minted.key.id, 'ada', new Date());
    const secret = key === 'none' ? {} : { key: minted.secret };
    if (code === 'rate_limited') {
      for (let i = 0; i < 10; i++) await desk.call(path, secret);
    }
    broken = code === 'internal_error';
    const answer = await desk.call(path, {
      method,
      ...secret,
      ...(body ? { body, headers: { 'content-type': 'application/json' } } : {}),
    });
    broken = false;
    expect([answer.status, answer.code, answer.message]).toEqual([STATUS_OF[code], code, message]);
    for (const [name, value] of Object.entries(headers)) {
      expect(answer.headers.get(name)).toBe(value);
    }
    const shown = page('/docs/errors').replaceAll(/<[^>]+>/g, '');
    expect(shown.replaceAll('&#39;', "'").replaceAll('&#34;', '"')).toContain(
      `"message": ${JSON.stringify(message)}`,
    );
  });
});

const operation = z.looseObject({
  operationId: z.string(),
  summary: z.string().min(1),
  'x-required-scope': z.enum(SCOPES),
  parameters: z.array(z.looseObject({ name: z.string(), schema: z.looseObject({}) })).default([]),
  responses: z.record(z.string(), z.looseObject({})),
});
const description = z.looseObject({
  openapi: z.literal('3.1.1'),
  paths: z.record(
    z.string(),
    z.partialRecord(z.enum(['get', 'post', 'patch', 'delete']), operation),
  ),
  components: z.looseObject({ schemas: z.record(z.string(), z.looseObject({})) }),
});

describe('/openapi.json', () => {
  let api: z.infer<typeof description>;
  beforeAll(() => {
    api = description.parse(JSON.parse(page('/openapi.json')));
  });

  it('leaves a linter nothing to say', async () => {
    expect(await lint(page('/openapi.json'))).toEqual([]);
    const broken = page('/openapi.json').replace(/"operationId":\s*"getMeeting",/, '');
    expect(await lint(broken)).toEqual([expect.stringContaining('operation-operationId')]);
  });

  it('says where the API is, in whole addresses', () => {
    expect(JSON.parse(page('/openapi.json')).servers[0].url).toBe(desk.url);
    expect(page('/openapi.json')).toContain(`(${desk.url}/docs/errors#not_found)`);
  });

  it('describes every route that is there, and no other', () => {
    const described = Object.entries<object>(api.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const tree = desk.app.printRoutes({ commonPrefix: false });
    expect(described.sort()).toEqual(routesIn(tree).sort());
  });

  it('gives each operation an id, a summary, a scope, answers and examples', () => {
    const operations = Object.values(api.paths).flatMap((path) => Object.values(path));
    for (const each of operations) {
      expect(Object.keys(each?.responses ?? {})).toEqual(
        expect.arrayContaining(['400', '401', '403', '404', '429', '500']),
      );
    }
    expect(operations.length).toBeGreaterThan(5);
    expect(new Set(operations.map((each) => each?.operationId)).size).toBe(operations.length);
  });

  it('resolves every reference, and every example fits its schema', () => {
    const referred = new Set<string>();
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      const node = value as Record<string, unknown>;
      if (typeof node.$ref === 'string') {
        expect(at(api, node.$ref), node.$ref).toBeDefined();
        referred.add(node.$ref);
      }
      const json = at(node, '#/content/application~1json');
      if (json !== undefined) checkExamples(json as Record<string, unknown>);
      for (const child of Object.values(node)) visit(child);
    };
    visit(api);
    const names = Object.keys(api.components.schemas);
    expect(names.filter((name) => !referred.has(`#/components/schemas/${name}`))).toEqual([]);
  });

  it('says of parameters what the API does', async () => {
    const parameters = api.paths['/public/v1/meetings']?.get?.parameters ?? [];
    const schemaOf = (name: string) => parameters.find((each) => each.name === name)?.schema;
    const limit = z.looseObject({ minimum: z.int(), maximum: z.int() }).parse(schemaOf('limit'));
    expect(schemaOf('time_range')).toMatchObject({ enum: timeRange.options });
    const { secret } = await desk.mint(await desk.org());
    const status = async (query: string) =>
      (await desk.call(`/public/v1/meetings?${query}`, { key: secret })).status;
    expect(await status(`limit=${limit.maximum}`)).toBe(200);
    expect(await status(`limit=${limit.maximum + 1}`)).toBe(400);
    expect(await status(`limit=${limit.minimum - 1}`)).toBe(400);
    for (const value of timeRange.options) expect(await status(`time_range=${value}`)).toBe(200);
  });
});

/** Holds what stands as examples of a JSON body to its schema, failures to that of their code, too. */
function checkExamples(content: Record<string, unknown>): void {
  const reference = at(content, '#/schema/$ref');
  const isFailure = at(content, '#/schema/properties/error') !== undefined;
  const name = isFailure ? 'ApiError' : (String(reference).split('/').at(-1) ?? '');
  const several = Object.values((content.examples ?? {}) as Record<string, { value: unknown }>);
  const examples = 'example' in content ? [content.example] : several.map(({ value }) => value);
  expect(examples.length, name).toBeGreaterThan(0);
  for (const example of examples) {
    expect(SCHEMAS[name]?.type.safeParse(example).success, name).toBe(true);
    if (name !== 'ApiError') continue;
    const { error } = errorEnvelope.parse(example);
    const own = errorSchemaOf(error.code);
    expect(SCHEMAS[own]?.type.safeParse(error).success, own).toBe(true);
  }
}

function at(root: unknown, pointer: string): unknown {
  let node = root as Record<string, unknown> | undefined;
  for (const part of pointer.slice(2).split('/'))
    node = node?.[part.replaceAll('~1', '/')] as typeof node;
  return node;
}

/** Routes of the API below its prefix, from the tree that Fastify prints; HEAD follows from GET. */
function routesIn(tree: string): string[] {
  const [found, parents]: [string[], string[]] = [[], []];
  for (const line of tree.split('\n')) {
    const match = /^((?:│ {3}| {4})*)(?:├──|└──) (\S+)(?: \(([^)]+)\))?/.exec(line);
    if (!match) continue;
    const depth = (match[1] ?? '').length / 4;
    parents.length = depth;
    parents.push(match[2] ?? '');
    const path = parents.join('').replace(/:(\w+)/g, '{$1}');
    if (!path.startsWith('/public/')) continue;
    for (const method of match[3]?.split(', ') ?? []) {
      if (method !== 'HEAD') found.push(`${method} ${path}`);
    }
  }
  return found;
}
