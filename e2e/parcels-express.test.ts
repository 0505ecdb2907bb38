import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { supportClient } from '../testkit/clients/support-client.ts';
import { type DeskProcess, startDesk } from '../testkit/desks/desk-process.ts';
import { type ExampleProcess, startExample } from '../testkit/desks/example-process.ts';
import { poll } from '../testkit/poll.ts';

const TOKEN = 'a-token-of-the-parcels-api-and-its-desk';
const PROFILE = join(import.meta.dirname, '../examples/parcels-express/profile.json');

let desk: DeskProcess;
let api: ExampleProcess;

beforeAll(async () => {
  desk = await startDesk({ env: { PROFILE, INGEST_API_TOKEN: TOKEN } });
  api = await startExample('parcels-express', {
    OTEL_SERVICE_NAME: 'parcels-express',
    OTEL_EXPORTER_OTLP_ENDPOINT: desk.otlpUrl,
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${TOKEN}`,
    OTEL_BSP_SCHEDULE_DELAY: '200',
    OTEL_BLRP_SCHEDULE_DELAY: '200',
  });
}, 180_000);
afterAll(async () => {
  await api?.close();
  await desk?.stop();
});

async function call(path: string, init?: RequestInit) {
  const response = await fetch(`${api.url}${path}`, init);
  const id = response.headers.get('x-request-id') ?? '';
  return { id, status: response.status, text: await response.text() };
}

describe('an API on Express with the stock SDK', () => {
  it.each([
    ['/v1/parcels/lost', 500, 'our_fault', 'crash', '/v1/parcels/:id'],
    ['/v1/parcels/none', 404, 'no_parcel', 'unknown', '/v1/parcels/:id'],
    ['/v2', 404, 'no_parcel', 'no_route', ''],
  ])(
    'has its failure %s (%i) found by the id, with code, cause and route',
    async (path, status, code, cause, route) => {
      const answer = await call(path);
      expect(answer.status).toBe(status);
      expect(answer.text).toContain(answer.id);
      const found = await supportClient(desk).found(answer.id);
      expect(found.request).toMatchObject({
        status,
        code,
        cause,
        route,
        method: 'GET',
        path,
      });
    },
  );

  it('has its exception named in the verdict, and its trace beside it', async () => {
    const { id } = await call('/v1/parcels/lost');
    const found = await poll('its span', async () => {
      const one = await supportClient(desk).found(id);
      return one.spans.length > 0 ? one : undefined;
    });
    expect(found.verdict.summary).toBe('The exception TypeError stopped the request.');
    expect(found.spans).toMatchObject([{ service: 'parcels-express', name: 'GET' }]);
  });

  it('has refused bodies and answers of success found, too', async () => {
    const headers = { 'content-type': 'application/json' };
    const post = (body: string) => call('/v1/parcels', { method: 'POST', headers, body });
    const [broken, empty, made] = [await post('{'), await post('{}'), await post('{"to":"Kiel"}')];
    expect([broken.status, empty.status, made.status]).toEqual([400, 400, 201]);
    const causes = [
      [broken, 'unreadable'],
      [empty, 'no_address'],
      [made, null],
    ] as const;
    for (const [{ id }, cause] of causes)
      expect((await supportClient(desk).found(id)).request?.cause).toBe(cause);
  });
});
