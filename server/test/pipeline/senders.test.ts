import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProtobufWriter } from '@request-desk/fastify/otlp/protobuf';
import type { Spool } from '@request-desk/fastify/spool/spool';
import {
  ingestTokenList,
  mintedIngestToken,
  type NewIngestToken,
} from '@request-desk/shared/ingest-token-api';
import { STAMP_FIELDS } from '@request-desk/shared/stamp';
import Fastify, { type FastifyInstance } from 'fastify';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ConsoleDesk, openConsole, STAFF_TOKEN } from '../../../testkit/desks/console-desk.ts';
import { sendersCommand } from '../../src/cli/senders-command.ts';
import { senderRoutes } from '../../src/console/senders/routes.ts';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { IngestTokens } from '../../src/database/senders/ingest-tokens.ts';
import { MadeSenders } from '../../src/database/senders/made-senders.ts';
import { ingestRoutes } from '../../src/ingest/routes.ts';

const INGEST = 'i'.repeat(32);
const log = pino({ level: 'silent' });
const directory = mkdtempSync(join(tmpdir(), 'desk-senders-'));
const spooled: Uint8Array[] = [];
let isAway = false;
let database: Database;
let desk: ConsoleDesk;
let store: IngestTokens;
let made: MadeSenders;
let listener: FastifyInstance;
let open: FastifyInstance;

beforeAll(async () => {
  database = await openDatabase({ path: join(directory, 'postgres') });
  store = new IngestTokens(database);
  desk = await openConsole({
    staffToken: STAFF_TOKEN,
    database,
    register: async (api) =>
      void (await api.register(senderRoutes, {
        tokens: store,
        ownService: 'meetso-api',
        now: Date.now,
        configured: [{ name: 'shop', variable: 'INGEST_SENDERS' }],
      })),
  });
  const good = async () => {
    if (isAway) throw new Error('away');
    return await store.good();
  };
  const touch = (used: ReadonlyMap<string, Date>) => store.touch(used);
  made = await MadeSenders.open({ store: { good, touch }, log, now: Date.now });
  listener = await listening(INGEST);
  open = await listening(undefined);
});

afterAll(async () => {
  await Promise.all([listener.close(), open.close(), made.close(), desk.close()]);
  await database.close();
  rmSync(directory, { recursive: true, force: true });
});

beforeEach(() => {
  spooled.length = 0;
  isAway = false;
});

async function listening(ingest: string | undefined): Promise<FastifyInstance> {
  const spool: Pick<Spool, 'append' | 'state'> = {
    append: (_stream, body) => void spooled.push(Uint8Array.from(body)),
    state: () => ({ backlog_bytes: 0 }) as ReturnType<Spool['state']>,
  };
  const app = Fastify();
  await app.register(ingestRoutes, { spool: spool as Spool, tokens: { ingest, made } });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return app;
}

const call = (path: string, init: RequestInit = {}) =>
  fetch(`${desk.url}/support/v1${path}`, {
    ...init,
    headers: { authorization: `Bearer ${STAFF_TOKEN}`, 'content-type': 'application/json' },
  });
const make = (body: NewIngestToken) =>
  call('/ingest-tokens', { method: 'POST', body: JSON.stringify(body) });
const minted = async (body: NewIngestToken) =>
  mintedIngestToken.parse(await (await make(body)).json());

function send(token: string, body: Uint8Array, to = listener): Promise<Response> {
  const address = to.server.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  return fetch(`http://127.0.0.1:${port}/v1/logs`, {
    method: 'POST',
    body: new Uint8Array(body),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-protobuf' },
  });
}

interface Resource {
  readonly attributes: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
  /** Says in the stamp's own fields that it is ours. */
  readonly posing?: boolean;
}

function logs(...resources: Resource[]): Uint8Array {
  const writer = new ProtobufWriter();
  for (const { attributes, lines, posing } of resources)
    writer.message(1, (w) => {
      w.message(1, () => {
        for (const [name, value] of Object.entries(attributes))
          w.message(1, () => w.string(1, name).message(2, () => w.string(1, value)));
      });
      w.message(2, () => {
        for (const line of lines) w.message(2, () => w.message(5, () => w.string(1, line)));
      });
      if (posing) w.string(STAMP_FIELDS.sender, 'api').varint(STAMP_FIELDS.own, 1);
    });
  return writer.finish();
}

const billing = (...lines: string[]) => logs({ attributes: { 'service.name': 'billing' }, lines });

/** Whether what was spooled is stamped with this sender, and with being ours. */
function stamps(name: string): { sender: boolean; own: boolean } {
  const has = (bytes: Uint8Array) => Buffer.concat(spooled).includes(Buffer.from(bytes));
  return {
    sender: has(new ProtobufWriter().string(STAMP_FIELDS.sender, name).finish()),
    own: has(new ProtobufWriter().varint(STAMP_FIELDS.own, 1).finish()),
  };
}

describe('a credential for a sender', () => {
  it('stamps what comes with it, and is kept as a hash', async () => {
    const { secret, id } = await minted({ name: 'billing' });
    expect((await send(secret, billing('x'))).status).toBe(200);
    expect(stamps('billing')).toEqual({ sender: true, own: false });
    const rows = await database.orm.execute('select * from ingest_tokens');
    expect(JSON.stringify(rows)).toContain(id);
    expect(JSON.stringify(rows) + desk.lines.join('')).not.toContain(secret);
    expect(JSON.stringify(await (await call('/ingest-tokens')).json())).not.toContain(secret);
    expect((await make({ name: 'billing' })).status).toBe(400);
    expect((await make({ name: 'shop' })).status).toBe(400);
    for (const name of ['api', 'ingest', 'local', 'Über', ''])
      expect((await make({ name })).status).toBe(400);
    expect((await make({ name: 'x', services: ['meetso-api'] })).status).toBe(400);
  });

  it('that is no relay is not believed who it is', async () => {
    const { secret } = await minted({ name: 'plain' });
    const claims = { 'service.name': 'x', 'request_desk.sender': 'bank' };
    await send(secret, logs({ attributes: claims, lines: ['x'], posing: true }));
    expect(stamps('plain')).toEqual({ sender: true, own: false });
    expect(stamps('bank via plain').sender).toBe(false);
  });

  it('of a relay passes on whose it is, each resource by itself, and is never ours', async () => {
    const { secret } = await minted({ name: 'gateway', kind: 'relay' });
    const of = (sender?: string): Resource => ({
      attributes: { 'service.name': 'x', ...(sender ? { 'request_desk.sender': sender } : {}) },
      lines: ['x'],
      posing: true,
    });
    await send(secret, logs(of('bank'), of('Not a name!'), of()));
    expect(stamps('bank via gateway')).toEqual({ sender: true, own: false });
    expect(stamps('gateway').sender).toBe(true);
    expect(stamps('Not a name! via gateway').sender).toBe(false);
  });

  it('may send for its own services, and for no other', async () => {
    const { secret } = await minted({ name: 'two', services: ['billing', 'mail'] });
    const answer = await send(
      secret,
      logs(
        { attributes: { 'service.name': 'mail' }, lines: ['kept'] },
        { attributes: { 'service.name': 'meetso-api' }, lines: ['lost 1', 'lost 2'] },
        { attributes: {}, lines: ['lost 3'] },
      ),
    );
    const partial = new ProtobufWriter()
      .int64(1, 3)
      .string(2, 'two may send for billing, mail alone (service.name)')
      .finish();
    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer()).includes(Buffer.from(partial))).toBe(true);
    const text = Buffer.concat(spooled).toString('latin1');
    expect([text.includes('kept'), text.includes('lost')]).toEqual([true, false]);
    spooled.length = 0;
    // Whichever of two names a store takes, both are allowed or none goes.
    const twice = Buffer.concat([
      logs({ attributes: { 'service.name': 'mail' }, lines: [] }).subarray(2),
      logs({ attributes: { 'service.name': 'meetso-api' }, lines: ['lost'] }).subarray(2),
    ]);
    await send(secret, new ProtobufWriter().message(1, (w) => void w.raw(twice)).finish());
    expect(spooled).toEqual([]);
  });

  it('is refused within two seconds of being revoked, also where others need no token', async () => {
    const { secret, id } = await minted({ name: 'former' });
    expect((await send(secret, billing('x'), open)).status).toBe(200);
    expect((await call(`/ingest-tokens/${id}`, { method: 'DELETE' })).status).toBe(204);
    const refused = async () => (await send(secret, billing('x'))).status;
    await expect.poll(refused, { timeout: 3_000 }).toBe(401);
    expect((await send(secret, billing('x'), open)).status).toBe(401);
    expect((await minted({ name: 'former' })).id).not.toBe(id);
  });

  it('waits when it has sent what it may, and others do not', async () => {
    const { secret } = await minted({ name: 'loud', mib_per_minute: 1 });
    const quiet = await minted({ name: 'quiet' });
    expect((await send(secret, billing('x'.repeat(1_500_000)))).status).toBe(200);
    const refused = await send(secret, billing('x'));
    expect([refused.status, Number(refused.headers.get('retry-after')) > 20]).toEqual([429, true]);
    expect((await send(quiet.secret, billing('x'))).status).toBe(200);
    expect((await send(INGEST, billing('x'))).status).toBe(200);
  });

  it('goes on while the control plane is away; an unknown one is asked to retry', async () => {
    const { secret } = await minted({ name: 'known' });
    expect((await send(secret, billing('x'))).status).toBe(200);
    isAway = true;
    const unknown = `rdi_${'x'.repeat(43)}`;
    expect((await send(unknown, billing('x'))).status).toBe(503);
    expect((await send(secret, billing('x'))).status).toBe(200);
    isAway = false;
    expect((await send(unknown, billing('x'))).status).toBe(401);
  });
});

it('is made, listed and revoked by a command, too', async () => {
  let [text, errors] = ['', ''];
  const run = async (...args: string[]) => {
    [text, errors] = ['', ''];
    const places = {
      url: desk.url,
      token: STAFF_TOKEN,
      out: (line: string) => {
        text += line;
      },
      err: (line: string) => {
        errors += line;
      },
    };
    return await sendersCommand(args, places);
  };
  expect(await run('make', 'printer', '--service', 'print', '--mib-per-minute', '5')).toBe(0);
  const secret = text.trim();
  expect(
    (await send(secret, logs({ attributes: { 'service.name': 'print' }, lines: ['x'] }))).status,
  ).toBe(200);
  expect(await run()).toBe(0);
  expect(text).toMatch(/^shop {2}\(INGEST_SENDERS\)$/m);
  expect(text).toMatch(/^printer {2}igt_\w+ {2}active {2}sender {2}print {2}5 MiB a minute/m);
  const { items } = ingestTokenList.parse(await (await call('/ingest-tokens')).json());
  const id = items.find(({ name }) => name === 'printer')?.id ?? '';
  expect(await run('revoke', id)).toBe(0);
  expect([await run('revoke', id), errors]).toEqual([3, 'There is no such ingest credential.\n']);
  expect([await run('make'), await run('mend', 'x')]).toEqual([2, 2]);
});

it('notes when it was last used', async () => {
  const { secret, id } = await minted({ name: 'seen' });
  await send(secret, billing('x'));
  await made.close();
  const row = (await store.list()).find((token) => token.id === id);
  expect(row?.lastUsedAt).toBeInstanceOf(Date);
});
