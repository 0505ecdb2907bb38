import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { openSpool } from '@request-desk/fastify/spool/open-spool';
import type { Spool } from '@request-desk/fastify/spool/spool';
import Fastify, { type FastifyInstance } from 'fastify';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDesk, type TelemetryDesk } from '../../../testkit/desks/telemetry-desk.ts';
import { type ReadRecord, readRecords } from '../../../testkit/otlp/telemetry-otlp.ts';
import { recoverCommand } from '../../src/cli/recover-command.ts';
import { ingestRoutes } from '../../src/ingest/routes.ts';

const API = 'a'.repeat(32);
const directory = mkdtempSync(join(tmpdir(), 'desk-recover-'));
const delivered: ReadRecord[] = [];
let spool: Spool;
let desk: TelemetryDesk;
let listener: FastifyInstance;
let url: string;
const ids: string[] = [];

beforeAll(async () => {
  desk = await openDesk((app) => {
    app.get('/public/v1/meetings', () => {
      throw new Error('no luck');
    });
  });
  desk.spool.failing = ['errors'];
  for (let n = 0; n < 3; n++) {
    const answer = await fetch(`http://127.0.0.1:${desk.port}/public/v1/meetings`);
    ids.push(answer.headers.get('x-request-id') ?? '');
  }
  spool = await openSpool({
    path: directory,
    sink: { deliver: async ({ path }) => void delivered.push(...readRecords(readFileSync(path))) },
    maxBytes: 2 ** 30,
    now: Date.now,
    log: pino({ level: 'silent' }),
  });
  listener = Fastify();
  await listener.register(ingestRoutes, { spool, tokens: { ingestApi: API } });
  url = await listener.listen({ port: 0, host: '127.0.0.1' });
});

afterAll(async () => {
  await listener.close();
  await spool.close();
  await desk.close();
  rmSync(directory, { recursive: true });
});

async function recover(input: string, token: string | undefined, args: string[] = []) {
  const said = { out: '', err: '' };
  const code = await recoverCommand(args, {
    url,
    token,
    input: Readable.from([input]),
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
  });
  return { code, ...said };
}

const printed = () => desk.lines.map((line) => `api-1 | ${line}`).join('');

describe('request-desk recover', () => {
  it('says what to do about a missing or a foreign token, and puts nothing back', async () => {
    const none = await recover(printed(), undefined);
    expect(none).toMatchObject({ code: 2, err: expect.stringContaining('set INGEST_API_TOKEN') });
    const foreign = await recover(printed(), 'b'.repeat(32));
    expect(foreign).toMatchObject({ code: 5, err: expect.stringContaining('has another') });
    expect(spool.state().backlog_bytes).toBe(0);
  });

  it('puts back every printed event and passes over all else', async () => {
    const noise = `{"event_name":"request_desk.request"}\nnot json {\n${'x'.repeat(5000)}\n`;
    const done = await recover(`${noise}${printed()}\n${noise}`, API);
    expect(done).toEqual({ code: 0, out: '3 request events put back\n', err: '' });
    const back = () => delivered.map((event) => event.attributes['request_desk.request.id']).sort();
    await expect.poll(back).toEqual(ids.sort());
    expect(delivered[0]?.attributes['request_desk.error.code']).toBe('internal_error');
  });

  it('says when nobody listens and when a file is not there', async () => {
    const nobody = await recover(printed(), API, ['--url', 'http://127.0.0.1:9']);
    expect(nobody).toMatchObject({ code: 5, err: expect.stringContaining('is it running?') });
    const absent = await recover('', API, ['/nowhere/output.log']);
    expect(absent).toMatchObject({ code: 5, err: expect.stringContaining('/nowhere/output.log') });
  });
});
