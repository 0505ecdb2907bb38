import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { dossier } from '@request-desk/shared/dossier';
import { lookups } from '@request-desk/shared/lookups-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LookupDesk, openLookupDesk } from '../../../testkit/desks/lookup-desk.ts';

const PROGRAM = join(import.meta.dirname, '../../src/cli/request-desk.ts');
const MARKUP = '<img src=x onerror=alert(1)> | `boom` ‮gnp.exe [x](javascript:alert(1))';
const KEY = `mts_live_${'k3Y'.repeat(10)}zz`;
let desk: LookupDesk;
let id: string;
let success: string;

beforeAll(async () => {
  desk = await openLookupDesk();
  const facts = { orgId: 'org_a', keyId: 'key_a', keyPrefix: 'mts_live_abcd' };
  id = desk.write(Date.now() - 120_000, {
    ...facts,
    path: `/public/v1/meetings/${MARKUP}`,
    userAgent: MARKUP,
    code: 'not_found',
    cause: 'absent',
    status: 404,
    message: `There is no such meeting ${MARKUP}`,
    clientAddress: '203.0.113.77',
  });
  success = desk.write(Date.now() - 60_000, facts);
  await desk.settle();
});

afterAll(async () => {
  await desk.close();
});

async function run(args: readonly string[], input = '', url = desk.url) {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { ...process.env, CONSOLE_URL: url },
  });
  child.stdin.end(input);
  const [out, err, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((done) => child.on('exit', done)),
  ]);
  return { out, err, code };
}

describe('the command line', () => {
  it('says what happened, from an argument or a pipe', async () => {
    const one = await run(['lookup', id]);
    expect(one.code).toBe(0);
    expect(one.out).toContain(`${id}  404 not_found/absent`);
    expect(one.out).toContain('What to do');
    expect(one.out).not.toMatch(/\p{Cf}/u);
    const many = await run(['lookup'], `Hello,\n${id} and\n${success}?`);
    expect(many.out.trim().split('\n')).toEqual([
      `${id}  404 not_found/absent`,
      `${success}  200 success`,
    ]);
  });

  it('has an exit code for each kind of answer', async () => {
    expect((await run(['lookup', 'req_0123456789abcdef'])).code).toBe(3);
    expect((await run(['lookup', 'nothing here'])).code).toBe(3);
    expect((await run(['lookup', id, 'req_0123456789abcdef'])).code).toBe(3);
    expect((await run(['lookup', '--csv', id])).code).toBe(2);
    expect((await run(['lookup'])).code).toBe(2);
    const away = await run(['lookup', id], '', 'http://127.0.0.1:9');
    expect(away.code).toBe(5);
    expect(away.err).toContain('is Request Desk running there?');
  });

  it('prints the same object as JSON and as Markdown', async () => {
    const json = lookups.parse(JSON.parse((await run(['lookup', '--json', id])).out));
    expect(json.items[0]).toMatchObject({ found: true, request_id: id });
    const markdown = (await run(['lookup', '--markdown', id])).out;
    const served = await fetch(`${desk.url}/support/v1/requests/${id}?format=markdown`);
    expect(markdown.trim()).toBe((await served.text()).trim());
  });
});

describe('the Markdown bundle', () => {
  it('disarms what customers sent, and leaves out their address', async () => {
    const markdown = await (
      await fetch(`${desk.url}/support/v1/requests/${id}?format=markdown`)
    ).text();
    expect(markdown).toContain(`# Request \`${id}\``);
    expect(markdown).toContain('## Reply to the customer');
    expect(markdown).not.toMatch(/\p{Cf}/u);
    expect(markdown).not.toContain('203.0.113.77');
    const outside = markdown
      .replace(/^(`{3,})text\n[\s\S]*?^\1$/gm, '')
      .replace(/(`+)[^`].*?\1/g, '');
    expect(outside).not.toMatch(/(?<!\\)<img|(?<!\\)\[x|(?<!\\)`/);
  });
});

describe('many ids', () => {
  const post = (body: unknown, query = '') =>
    fetch(`${desk.url}/support/v1/lookups${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const unknown = (n: number) =>
    Array.from({ length: n }, (_, i) => `req_${(i + 1).toString(16).padStart(16, '0')}`);

  it('come one by one as NDJSON, the total first', async () => {
    const text = [id, ...unknown(30), success].join(' ');
    const response = await post({ text }, '?format=ndjson');
    expect(response.headers.get('content-type')).toContain('application/x-ndjson');
    const [opening, ...lines] = (await response.text()).trim().split('\n');
    expect(JSON.parse(opening ?? '')).toMatchObject({ total: 32, ignored: 0 });
    const items = lines.map((line) => dossier.parse(JSON.parse(line)));
    expect(items).toHaveLength(32);
    expect(items[0]).toMatchObject({ found: true, summary_only: true, request_id: id });
    expect(items[1]).toMatchObject({ found: false, reason: 'never_seen' });
    expect(items[31]).toMatchObject({ found: true, request_id: success });
  });

  it('are grouped, with one reply, and exported', async () => {
    const text = [id, ...unknown(12), success].join('\n');
    const answer = lookups.parse(await (await post({ text })).json());
    expect(answer.groups).toMatchObject([{ count: 1 }, { count: 1 }]);
    expect(answer.reply?.long).toContain(id);
    const csv = await (await post({ text }, '?format=csv')).text();
    expect(csv.split('\r\n')[0]).toMatch(/^asked,request_id,result,code/);
    expect(csv).toContain(`${id},${id},found,not_found,absent,404`);
    expect(await (await post({ text }, '?format=markdown')).text()).toContain('# 2 of 14 requests');
  });

  it('are bounded: 100,000 ids, 10 MB, binary, right-to-left text', async () => {
    const many = lookups.parse(await (await post({ text: unknown(100_000).join('\n') })).json());
    expect([many.items.length, many.ignored]).toEqual([500, 99_500]);
    const long = await post({ text: `${'lorem ipsum '.repeat(850_000)} ${id}` });
    expect(lookups.parse(await long.json()).items).toHaveLength(1);
    const bytes = Array.from({ length: 100_000 }, (_, i) =>
      String.fromCharCode((i * 7919) % 65_536),
    );
    expect(lookups.parse(await (await post({ text: bytes.join('') })).json()).items).toEqual([]);
    const rtl = lookups.parse(await (await post({ text: `שלום ‏${id}‎ תודה` })).json());
    expect(rtl.items[0]).toMatchObject({ found: true });
  });

  it('never come back with a key that was in the text', async () => {
    const response = await post({ text: `req_${KEY} ${KEY} req_${KEY.slice(9)} ${id}` });
    expect(await response.text()).not.toContain(KEY.slice(13));
  });

  it('withholds the reply when the ticket is of another organisation', async () => {
    const of = async (org: string) =>
      dossier.parse(await (await fetch(`${desk.url}/support/v1/requests/${id}?org=${org}`)).json());
    expect(await of('org_a')).toMatchObject({ reply: { short: expect.any(String) } });
    expect(await of('org_b')).toMatchObject({ reply: null, reply_withheld: expect.any(String) });
  });
});
