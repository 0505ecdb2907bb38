import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consoleErrorBody } from '@request-desk/shared/console-error';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ConsoleDesk, openConsole, STAFF_TOKEN } from '../../../testkit/desks/console-desk.ts';
import { routesMarkdown } from '../../../testkit/desks/routes-markdown.ts';
import { startTestAlerts } from '../../../testkit/desks/start-test-alerts.ts';
import { watermarkOf } from '../../../testkit/desks/watermark-of.ts';
import { lint } from '../../../testkit/openapi-lint.ts';
import { metricsRoutes } from '../../src/alerts/metrics.ts';
import { alertRoutes } from '../../src/alerts/routes.ts';
import { openClickHouse } from '../../src/clickhouse/client.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';
import { erasureRoutes } from '../../src/console/erasure/routes.ts';
import { producerRoutes } from '../../src/console/producer-routes.ts';
import { senderRoutes } from '../../src/console/senders/routes.ts';
import { storeMoveRoutes } from '../../src/console/store-move/routes.ts';
import { StoreMove } from '../../src/console/store-move/store-move.ts';
import { AuditStore } from '../../src/database/audit/audit-store.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { Producers } from '../../src/database/producers.ts';
import { IngestTokens } from '../../src/database/senders/ingest-tokens.ts';
import { exploreRoutes } from '../../src/explore/routes.ts';
import { keyRoutes } from '../../src/keys/routes.ts';
import { createLookup } from '../../src/lookup/lookup.ts';
import { lookupRoutes } from '../../src/lookup/routes.ts';
import { ApiKeys } from '../../src/meetso/directory/api-keys.ts';
import { ApiProcesses } from '../../src/meetso/directory/api-processes.ts';
import { Orgs } from '../../src/meetso/directory/orgs.ts';
import { ownDirectory } from '../../src/meetso/directory/own-directory.ts';
import { KEY_FORM } from '../../src/meetso/key-form.ts';
import { MEETSO_PROFILE } from '../../src/meetso/profile.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-openapi-'));
const stack = new AsyncDisposableStack();
const PREFIX = '/support/v1';

const PROVIDER = {
  issuer: 'https://id.example',
  clientId: 'desk',
  clientSecret: undefined,
  scopes: 'openid',
  groupsClaim: 'groups',
  roles: { support: [], engineer: [], admin: [] },
};
let desk: ConsoleDesk;

beforeAll(async () => {
  const clickhouse = await openClickHouse({ path: join(directory, 'clickhouse') });
  stack.defer(() => clickhouse.close());
  await migrate(clickhouse, 30);
  const database = await openDatabase({ path: join(directory, 'postgres') });
  stack.defer(() => database.close());
  const owned = ownDirectory(
    new Orgs(database),
    new ApiKeys(database, KEY_FORM),
    new ApiProcesses(database),
  );
  const [now, url, pipeline] = [Date.now, () => 'http://127.0.0.1', () => undefined];
  const sentry = { dsn: undefined, url: undefined, org: undefined, project: undefined };
  const alerts = await startTestAlerts(
    { clickhouse, database, now, log: pino({ level: 'silent' }) },
    { directory: owned },
  );
  stack.defer(() => alerts.stop());
  const producers = new Producers(database);
  const watermark = watermarkOf(clickhouse, producers);
  const lookup = createLookup({
    profile: MEETSO_PROFILE,
    directory: owned,
    clickhouse,
    sentry,
    watermark,
    now,
    consoleUrl: url,
    publicApiUrl: url,
    alertsAt: async () => [],
    retentionDays: 30,
  });
  desk = await openConsole({
    staffToken: STAFF_TOKEN,
    directory: owned,
    database,
    oidc: PROVIDER,
    consoleUrl: 'http://127.0.0.1',
    async registerAtRoot(app) {
      await app.register(metricsRoutes, { alerts, pipeline, watermark });
    },
    async register(api) {
      await api.register(lookupRoutes, { lookup });
      await api.register(exploreRoutes, {
        profile: MEETSO_PROFILE,
        clickhouse,
        pipeline,
        watermark,
        now,
        version: '1',
        sentryConfigured: false,
        publicApiUrl: url,
      });
      await api.register(producerRoutes, { watermark, producers });
      await api.register(keyRoutes, { directory: owned, profile: MEETSO_PROFILE, now });
      await api.register(alertRoutes, { alerts });
      await api.register(erasureRoutes, {
        clickhouse,
        database,
        directory: owned,
        watermark,
        now,
        audit: new AuditStore(database),
      });
      const log = pino({ level: 'silent' });
      const move = new StoreMove({
        clickhouse,
        database,
        log,
        dataDir: directory,
        retentionDays: 30,
      });
      await api.register(storeMoveRoutes, { move });
      await api.register(senderRoutes, {
        tokens: new IngestTokens(database),
        configured: [],
        ownService: 'x',
        now,
      });
    },
  });
  stack.defer(() => desk.close());
});

afterAll(async () => {
  await stack.disposeAsync();
  rmSync(directory, { recursive: true, force: true });
});

const operation = z.object({
  summary: z.string().min(5),
  operationId: z.string(),
  parameters: z.array(z.object({ name: z.string(), in: z.enum(['path', 'query']) })),
});
const document = z.object({
  openapi: z.literal('3.1.1'),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

const answered = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        responses: z.record(
          z.string(),
          z.object({ content: z.record(z.string(), z.unknown()).optional() }),
        ),
      }),
    ),
  ),
});

function routes() {
  return desk.app.declaredRoutes.filter(({ method }) => method !== 'HEAD');
}

describe('the table of routes and roles', () => {
  it('is docs/routes.md, as the routes declare it (vitest -u writes it)', async () => {
    await expect(routesMarkdown(routes())).toMatchFileSnapshot('../../../docs/routes.md');
  });
});

describe('the description of the console API', () => {
  it('has every registered route, and no other', async () => {
    const { paths } = await desk.get('/openapi.json', document);
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(
        (method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
      ),
    );
    const registered = routes()
      .filter(({ url }) => url.startsWith(PREFIX))
      .map(({ method, url }) => `${method} ${url.slice(PREFIX.length)}`);
    expect(described.sort()).toEqual(registered.sort());
  });

  it('names each operation once, and refers to what is there', async () => {
    const headers = { authorization: `Bearer ${STAFF_TOKEN}` };
    const response = await fetch(`${desk.url}/support/v1/openapi.json`, { headers });
    const text = await response.text();
    const { paths, components } = document.parse(JSON.parse(text));
    const ids = Object.values(paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, name] of text.matchAll(/#\/components\/schemas\/(\w+)/g))
      expect(Object.keys(components.schemas)).toContain(name);
    expect(await lint(text)).toEqual([]);
    expect(text).not.toContain('undefined');
  });

  it('says what a list and a number in a query look like', async () => {
    const headers = { authorization: `Bearer ${STAFF_TOKEN}` };
    const response = await fetch(`${desk.url}/support/v1/openapi.json`, { headers });
    const json = z.looseObject({}).parse(await response.json());
    expect(json).toHaveProperty('paths./requests.get.parameters');
    const parameters = (json as { paths: Record<string, { get: { parameters: object[] } }> }).paths[
      '/requests'
    ]?.get.parameters;
    expect(parameters).toContainEqual(
      expect.objectContaining({
        name: 'limit',
        required: false,
        schema: { type: 'integer', minimum: 1, maximum: 500, default: 100 },
      }),
    );
    expect(parameters).toContainEqual(
      expect.objectContaining({ name: 'org', style: 'form', explode: false }),
    );
  });

  it.each([
    ['/requests/{id}', 'get', 400, ['application/json', 'application/x-ndjson', 'text/markdown']],
    ['/requests/tail', 'get', 200, ['text/event-stream']],
    ['/audit/export', 'get', 200, ['application/x-ndjson']],
    ['/erasures', 'post', 200, ['application/x-ndjson']],
  ])('says of %s %s %s which media types come', async (path, method, status, types) => {
    const { paths } = await desk.get('/openapi.json', answered);
    expect(Object.keys(paths[path]?.[method]?.responses[status]?.content ?? {})).toEqual(types);
  });

  it('says that a failure of a described status may have the envelope', async () => {
    const { paths } = await desk.get('/openapi.json', answered);
    const headers = { authorization: `Bearer ${STAFF_TOKEN}` };
    const refused = await fetch(`${desk.url}/support/v1/requests/x?format=xml`, { headers });
    expect(refused.status).toBe(400);
    expect(consoleErrorBody.parse(await refused.json()).error.code).toBe('bad_request');
    const json = paths['/requests/{id}']?.get?.responses[400]?.content?.['application/json'];
    expect(json).toHaveProperty('schema.anyOf', [
      { $ref: '#/components/schemas/Dossier' },
      { $ref: '#/components/schemas/Error' },
    ]);
  });
});
