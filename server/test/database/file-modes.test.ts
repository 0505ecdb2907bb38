import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { supportClient } from '../../../testkit/clients/support-client.ts';
import { type DeskProcess, startDesk } from '../../../testkit/desks/desk-process.ts';

let desk: DeskProcess;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.stop());

it('leaves nothing in DATA_DIR that another user of the machine may read or write', async () => {
  await supportClient(desk).createOrg('Modes');
  const entries = readdirSync(desk.dataDir, { withFileTypes: true, recursive: true });
  const paths = [desk.dataDir, ...entries.map((one) => join(one.parentPath, one.name))];
  expect(paths.length).toBeGreaterThan(500);
  const open = paths.filter((path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    return found !== undefined && (found.mode & 0o077) !== 0;
  });
  // The embedded Postgres may make new ones 0666, behind the directories that keep others out.
  expect(open.filter((path) => !path.includes('/postgres/'))).toEqual([]);
  expect(open.filter((path) => statSync(path).isDirectory())).toEqual([]);
  expect(open.length).toBeLessThan(10);
});

it('answers each listener as what it is, and metrics to this machine alone', async () => {
  const staff = { authorization: `Bearer ${desk.staffToken}` };
  for (const url of [`${desk.apiUrl}/public/v1/meetings`, `${desk.apiUrl}/x`, `${desk.otlpUrl}/x`])
    expect((await fetch(url)).headers.get('x-content-type-options'), url).toBe('nosniff');
  const page = await raw(`${desk.consoleUrl}/`, staff);
  expect([200, 503]).toContain(page.status);
  expect((await raw(`${desk.otlpUrl}/metrics`, {})).status).toBe(200);
  expect((await raw(`${desk.otlpUrl}/metrics`, { host: 'evil.example' })).status).toBe(403);
});

/** Node's own client adds no header, not even Accept-Encoding. */
async function raw(url: string, headers: Readonly<Record<string, string>>) {
  const { request } = await import('node:http');
  return await new Promise<{ status: number }>((resolve, reject) => {
    const sent = request(url, { headers }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0 });
    });
    sent.once('error', reject).end();
  });
}
