import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { afterAll, expect, it } from 'vitest';
import { CHARGES_PROFILE } from '../../testkit/profiles/charges.ts';
import { requestDesk } from './request-desk.ts';

const spool = mkdtempSync(join(tmpdir(), 'registered-spool-'));
afterAll(() => rmSync(spool, { recursive: true }));

it('is registered with one app at a time, and again when that is closed', async () => {
  const options = { profile: CHARGES_PROFILE, endpoint: 'http://127.0.0.1:9', spool };
  const desk = requestDesk({ ...options, log: { level: 'silent' } });
  const answered = async () => {
    const app = Fastify(desk.serverOptions());
    await app.register(desk.plugin);
    return { app, id: (await app.inject('/')).headers['x-request-id'] };
  };
  const first = await answered();
  expect(first.id).toMatch(/^ch_/);
  await expect(answered()).rejects.toThrow('desk.plugin is registered already: one app per desk');
  const other = requestDesk({ ...options, log: { level: 'silent' } });
  const beside = Fastify(other.serverOptions());
  await expect(beside.register(other.plugin)).rejects.toThrow('another desk or another OpenTel');
  await first.app.close();
  const second = await answered();
  expect(second.id).toMatch(/^ch_/);
  expect(second.id).not.toBe(first.id);
  await second.app.close();
});

it('says what to do about a spool that cannot be one', async () => {
  const file = join(spool, 'a-file');
  writeFileSync(file, '');
  const options = { profile: CHARGES_PROFILE, endpoint: 'http://127.0.0.1:9', spool: file };
  const desk = requestDesk({ ...options, log: { level: 'silent' } });
  const app = Fastify(desk.serverOptions());
  await expect(app.register(desk.plugin)).rejects.toThrow(
    'a file stands where a directory should be. Move it away, or set `spool` to another place',
  );
});
