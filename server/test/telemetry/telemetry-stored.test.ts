import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@request-desk/fastify/logging/logger';
import { openSpool } from '@request-desk/fastify/spool/open-spool';
import { startTelemetry } from '@request-desk/fastify/start-telemetry';
import { traceIdOf } from '@request-desk/shared/ids';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type OpenedStore, openClickHouse } from '../../src/clickhouse/client.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';
import { clickHouseSink } from '../../src/clickhouse/segments/clickhouse-sink.ts';
import { loadConfig } from '../../src/config.ts';
import { ApiError } from '../../src/meetso/api-error.ts';
import { MEETSO_PROFILE } from '../../src/meetso/profile.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-telemetry-'));
const logger = createLogger({ level: 'info', destination: { write: () => undefined } });
const now = () => Date.now();
let clickhouse: OpenedStore;

beforeAll(async () => {
  clickhouse = await openClickHouse({ path: join(directory, 'clickhouse') });
  await migrate(clickhouse, 30);
});

afterAll(async () => {
  await clickhouse.close();
  rmSync(directory, { recursive: true });
});

it('is read by the engine: event, spans and log line of one request, in their columns', async () => {
  const spool = await openSpool({
    path: join(directory, 'spool'),
    sink: clickHouseSink(clickhouse, 30),
    maxBytes: 2 ** 30,
    now,
    log: logger,
  });
  const telemetry = await startTelemetry({
    profile: MEETSO_PROFILE,
    config: loadConfig({}),
    spool,
    logger,
    now,
    instance: 'api-1',
    release: '1.2.3',
  });
  const app = Fastify();
  await app.register(telemetry.plugin);
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof ApiError) {
      Object.assign(request.telemetry.event, { code: error.code, cause: error.reason });
      request.telemetry.event.message = error.message;
    }
    return reply.code(400).send({});
  });
  app.get('/public/v1/meetings', async (request) => {
    const { telemetry: own } = request;
    own.event.orgId = 'org_a';
    own.event.rateLimit = { window: 'burst', limit: 10, used: 3, resetMs: 412.5 };
    own.event.issues = [
      { field: 'time_range', rule: 'enum', nearMiss: '7d', value: '7days' },
      { field: 'limit', rule: 'maximum', value: '500' },
    ];
    await own.child('validate', () => undefined);
    const message = 'time_range must be one of 24h, 7d, 30d, 90d, all';
    throw new ApiError('invalid_request', { cause: 'parameter_invalid', message });
  });
  const response = await app.inject('/public/v1/meetings?time_range=7days');
  const requestId = String(response.headers['x-request-id']);
  await app.close();
  await telemetry.shutdown();
  await spool.close();

  const row = z.record(z.string(), z.unknown());
  const params = { id: requestId, trace: traceIdOf(requestId) };
  const [request] = await clickhouse.query(
    'SELECT * EXCEPT (Timestamp) FROM api_requests WHERE RequestId = {id: String}',
    params,
    row,
  );
  expect(request).toMatchObject({
    TraceId: params.trace,
    Code: 'invalid_request',
    Cause: 'parameter_invalid',
    Status: 400,
    Method: 'GET',
    Route: '/public/v1/meetings',
    Path: '/public/v1/meetings',
    OrgId: 'org_a',
    Field: 'time_range',
    Rule: 'enum',
    RateWindow: 'burst',
    RateLimit: 10,
    RateUsed: 3,
    Release: '1.2.3',
    Service: 'meetso-api',
    Instance: 'api-1',
  });
  expect(request?.DurationMs).toBeGreaterThan(0);
  const spans = await clickhouse.query(
    'SELECT SpanName, SpanKind, StatusCode FROM otel_traces WHERE TraceId = {trace: String} ORDER BY SpanKind DESC',
    params,
    row,
  );
  expect(spans).toEqual([
    { SpanName: 'GET /public/v1/meetings', SpanKind: 'Server', StatusCode: 'Unset' },
    { SpanName: 'validate', SpanKind: 'Internal', StatusCode: 'Unset' },
  ]);
  const logs = await clickhouse.query(
    `SELECT SeverityText, Body, LogAttributes['request_desk.validation.issues'] AS Issues FROM otel_logs
     WHERE TraceId = {trace: String}`,
    params,
    row,
  );
  const text = 'GET /public/v1/meetings 400 invalid_request (parameter_invalid)';
  // Once: the line on stdout has no record beside the event.
  expect(logs).toMatchObject([{ SeverityText: 'WARN', Body: text }]);
  expect(JSON.parse(String(logs[0]?.Issues))).toHaveLength(2);
});
