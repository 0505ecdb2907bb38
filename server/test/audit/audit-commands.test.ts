import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type ConsoleDesk, openConsole, STAFF_TOKEN } from '../../../testkit/desks/console-desk.ts';
import { testRoute } from '../../../testkit/desks/test-route.ts';
import { poll } from '../../../testkit/poll.ts';
import { auditCommand } from '../../src/cli/audit-command.ts';
import { readHeads } from '../../src/console/audit/head-export.ts';
import { auditLookup } from '../../src/console/audit.ts';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open-database.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-audit-commands-'));
const exported = join(directory, 'chain.ndjson');
let database: Database;
let desk: ConsoleDesk;
let [text, errors] = ['', ''];

beforeAll(async () => {
  database = await openDatabase({ path: join(directory, 'postgres') });
  desk = await openConsole({
    staffToken: STAFF_TOKEN,
    database,
    register: async (api) =>
      void api.get('/found', testRoute('support', 'requests:read'), async (request) => {
        auditLookup(request, { ids: ['req_1'], org: 'org_1' });
        return {};
      }),
  });
  const headers = { authorization: `Bearer ${STAFF_TOKEN}` };
  for (let n = 0; n < 5; n++) await fetch(`${desk.url}/support/v1/found`, { headers });
  await poll('the audit', async () => desk.audit?.log.state().waiting === 0 || undefined);
});

afterAll(async () => {
  await desk.close();
  await database.close();
  rmSync(directory, { recursive: true, force: true });
});

beforeEach(() => {
  [text, errors] = ['', ''];
});

async function run(args: string[], { token = STAFF_TOKEN, heads = '' } = {}): Promise<number> {
  [text, errors] = ['', ''];
  return await auditCommand(args, {
    url: desk.url,
    token,
    heads: (file) => ((file ?? heads) === '' ? [] : readHeads(file ?? heads)),
    out: (line) => {
      text += line;
    },
    err: (line) => {
      errors += line;
    },
  });
}

it('prints the head, the whole chain, and that it is whole, here and from a file', async () => {
  expect(await run(['head'])).toBe(0);
  expect(text).toMatch(/^5 [0-9a-f]{64}\n$/);
  expect(await run(['export'])).toBe(0);
  const lines = text.trim().split('\n');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ format: 'request-desk-audit-1' });
  expect(lines.length).toBeGreaterThanOrEqual(6);
  writeFileSync(exported, text);
  expect([await run(['verify', exported]), text]).toEqual([
    0,
    expect.stringMatching(/^whole: \d+ entries/),
  ]);
  expect(await run(['verify'])).toBe(0);
  expect(text).toMatch(/^whole: \d+ entries.*\nhead \d+ [0-9a-f]{64}\n$/);
});

it('finds an entry that was changed, one that is missing, and another head', async () => {
  await run(['export']);
  const whole = text;
  const changed = whole.replace('org_1', 'org_2');
  const cut = whole
    .split('\n')
    .filter((_, n) => n !== 2)
    .join('\n');
  for (const [name, chain] of Object.entries({ changed, cut })) {
    writeFileSync(exported, chain);
    expect([await run(['verify', exported]), text]).toEqual([
      1,
      expect.stringMatching(/^broken: /),
    ]);
    expect(name).toBeTruthy();
  }
  writeFileSync(exported, whole);
  const heads = join(directory, 'heads.jsonl');
  const other = { at: new Date().toISOString(), seq: 3, hash: 'f'.repeat(64) };
  writeFileSync(heads, `${JSON.stringify(other)}\n`);
  expect(await run(['verify', exported, '--heads', heads])).toBe(1);
});

it('erases the details of a person or an organisation, for a reason, and stays whole', async () => {
  expect(await run(['erase', '--org', 'org_1'])).toBe(2);
  expect(await run(['erase', '--org', 'org_1', '--person', 'x', '--reason', 'asked for'])).toBe(2);
  expect(await run(['erase', '--org', 'org_1', '--reason', 'asked for'])).toBe(0);
  expect(text).toBe('details of 5 entries erased\n');
  expect(await run(['verify'])).toBe(0);
  expect(text).toContain('details of 5 erased');
});

it('has an exit code for wrong use, a caller without a token, and a console that is away', async () => {
  expect(await run(['mend'])).toBe(2);
  expect(errors).toContain('request-desk audit verify');
  expect(await run(['head'], { token: 'wrong' })).toBe(3);
  const away = await auditCommand(['head', '--url', 'http://127.0.0.1:9'], {
    url: '',
    token: undefined,
    heads: () => [],
    out: () => undefined,
    err: () => undefined,
  });
  expect(away).toBe(5);
  await database.orm.execute(sql`alter table audit_entries rename to elsewhere`);
  expect(await run(['head'])).toBe(5);
  await database.orm.execute(sql`alter table elsewhere rename to audit_entries`);
});
