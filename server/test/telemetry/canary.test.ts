import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { marksIn, marksInFiles, marksInStore } from '../../../testkit/canary/find-marks.ts';
import { MARK, secrets, TEXT_ENCODINGS, URL_ENCODINGS } from '../../../testkit/canary/secrets.ts';
import { supportClient } from '../../../testkit/clients/support-client.ts';
import { startDesk } from '../../../testkit/desks/desk-process.ts';
import { logsBody } from '../../../testkit/otlp/otlp-bodies.ts';
import { Random } from '../../../testkit/random.ts';

const PER_KIND = 16;
const PLANTED = 'plntleak';
const AT_ONCE = 16;
const directory = mkdtempSync(join(tmpdir(), 'desk-canary-'));

afterAll(() => rmSync(directory, { recursive: true, force: true }));

type Call = readonly [path: string, init?: RequestInit];

/** One call for each place that a customer may put a secret into. */
function calls(secret: string, n: number, key: string): Call[] {
  const url = URL_ENCODINGS[n % URL_ENCODINGS.length]?.(secret) ?? secret;
  const text = TEXT_ENCODINGS[n % TEXT_ENCODINGS.length]?.(secret) ?? secret;
  const headers = { authorization: `Bearer ${key}` };
  const header = Buffer.from(text).toString('latin1');
  const post = (body: unknown) => ({
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return [
    [`/nowhere/${url}`, { headers }],
    [`/public/v1/meetings/${url}`, { headers }],
    [`/public/v1/meetings?time_range=${url}`, { headers }],
    [`/public/v1/meetings?${url}=1`, { headers }],
    ['/public/v1/meetings', post({ title: text, starts_at: text, duration_minutes: 5 })],
    ['/public/v1/meetings', post({ [text]: 1 })],
    ['/public/v1/meetings', { headers: { ...headers, 'x-api-key': header } }],
    ['/public/v1/meetings', { headers: { authorization: header } }],
    ['/public/v1/nowhere', { headers: { ...headers, 'user-agent': `agent/1 (${header})` } }],
    ['/public/v1/nowhere', { headers: { ...headers, 'user-agent': header } }],
  ];
}

async function inTurn<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const rest = items.values();
  const worker = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

it('keeps no secret that customers, staff or their programs send, in whatever encoding', async () => {
  const corpus = secrets(new Random(Date.now()), PER_KIND);
  expect(corpus.length).toBeGreaterThanOrEqual(300);
  const desk = await startDesk({
    dataDir: directory,
    env: { RATE_LIMIT_BURST: '1000000', RATE_LIMIT_PER_MINUTE: '10000000' },
  });
  const answers: string[] = [];
  try {
    const support = supportClient(desk);
    const org = await support.createOrg('Canary');
    const { secret: key } = await support.mintKey(org.id, ['meetings:read', 'meetings:write']);
    const all = corpus.flatMap((secret, n) => calls(secret, n, key));
    await inTurn(all, async ([path, init]) => {
      const response = await fetch(desk.apiUrl + path, init).catch(() => undefined);
      await response?.arrayBuffer();
    });
    const staff = {
      authorization: `Bearer ${desk.staffToken}`,
      'content-type': 'application/json',
    };
    await inTurn(corpus, async (secret) => {
      const body = JSON.stringify({ text: `they sent req_0123456789abcdef with ${secret}` });
      const init = { method: 'POST', headers: staff, body };
      const response = await fetch(`${desk.consoleUrl}/support/v1/lookups`, init);
      answers.push(await response.text());
    });
    // What no redactor sees: it has to be found, or this test proves nothing.
    const planted = logsBody([{ body: `a ${PLANTED.toUpperCase()} leak` }]);
    const type = { 'content-type': 'application/x-protobuf' };
    const init = { method: 'POST', headers: type, body: new Uint8Array(planted) };
    expect((await fetch(`${desk.otlpUrl}/v1/logs`, init)).status).toBe(200);
  } finally {
    await desk.stop();
  }
  const places = async (mark: string) => [
    ...marksIn('output', desk.output(), mark),
    ...answers.flatMap((answer) => marksIn('lookup', answer, mark)),
    ...marksInFiles(directory, mark),
    ...(await marksInStore(join(directory, 'clickhouse'), mark)),
  ];
  const planted = (await places(PLANTED)).map(({ place }) => place.replace(directory, ''));
  expect(planted).toContain('otel_logs');
  expect(planted.some((place) => place.startsWith('/spool/logs/'))).toBe(true);
  const found = await places(MARK);
  expect(found.slice(0, 5)).toEqual([]);
}, 300_000);
