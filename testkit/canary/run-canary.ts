import { join } from 'node:path';
import { supportClient } from '../clients/support-client.ts';
import { startDesk } from '../desks/desk-process.ts';
import { inTurn } from '../in-turn.ts';
import { logsBody } from '../otlp/otlp-bodies.ts';
import { Random } from '../random.ts';
import { type Found, marksIn, marksInFiles, marksInStore } from './find-marks.ts';
import { otlpCalls } from './otlp-places.ts';
import {
  BASE64_ENCODINGS,
  isKey,
  MARK,
  secrets,
  TEXT_ENCODINGS,
  URL_ENCODINGS,
} from './secrets.ts';

/** What no redactor sees: it has to be found, or a run proves nothing. */
const PLANTED = 'plntleak';
/** Where the customers call from; it is stored hashed. */
const ADDRESS = '203.0.113.201';
const AT_ONCE = 16;
const FORMATS = ['json', 'csv', 'markdown', 'ndjson'];

/** What a run did, and where something stood that must not. */
export interface CanaryRun {
  readonly secrets: number;
  readonly calls: number;
  readonly lookups: number;
  /** OTLP bodies of other services. */
  readonly bodies: number;
  /** Places of the planted mark. */
  readonly planted: readonly string[];
  /** Of secrets and of the address. */
  readonly found: readonly Found[];
}

type Call = readonly [path: string, init?: RequestInit];

/** One call for each place that a customer may put a secret into. */
function calls(secret: string, n: number, key: string): Call[] {
  const url = URL_ENCODINGS[n % URL_ENCODINGS.length]?.(secret) ?? secret;
  const encodings = isKey(secret) ? [...TEXT_ENCODINGS, ...BASE64_ENCODINGS] : TEXT_ENCODINGS;
  const text = encodings[n % encodings.length]?.(secret) ?? secret;
  const headers = { authorization: `Bearer ${key}`, 'x-forwarded-for': ADDRESS };
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
    ['/public/v1/meetings', { headers: { ...headers, authorization: header } }],
    ['/public/v1/meetings', { headers: { ...headers, cookie: `sid=${MARK}`, 'x-token': MARK } }],
    ['/public/v1/nowhere', { headers: { ...headers, 'user-agent': `agent/1 (${header})` } }],
    ['/public/v1/nowhere', { headers: { ...headers, 'user-agent': header } }],
  ];
}

/**
 * Sends `perKind` secrets of each kind, in whatever encoding, to every place of a call, of a paste and of
 * OTLP, and looks for them in output, answers, exports, files and rows of a desk in `directory`.
 */
export async function runCanary(options: {
  readonly directory: string;
  readonly perKind: number;
  readonly seed: number;
}): Promise<CanaryRun> {
  const { directory, perKind, seed } = options;
  const corpus = secrets(new Random(seed), perKind);
  const desk = await startDesk({
    dataDir: directory,
    env: {
      ...{ RATE_LIMIT_BURST: '1000000', RATE_LIMIT_PER_MINUTE: '10000000' },
      ...{ ADDRESSES: 'hashed', TRUST_PROXY: 'true' },
    },
  });
  const answers: string[] = [];
  let made = 0;
  let bodies = 0;
  try {
    const support = supportClient(desk);
    const org = await support.createOrg('Canary');
    const { secret: key } = await support.mintKey(org.id, ['meetings:read', 'meetings:write']);
    const all = corpus.flatMap((secret, n) => calls(secret, n, key));
    await inTurn(all, AT_ONCE, async ([path, init]) => {
      const response = await fetch(desk.apiUrl + path, init).catch(() => undefined);
      if (response) made++;
      await response?.arrayBuffer();
    });
    const sent = corpus.flatMap((secret, n) => otlpCalls(secret, n));
    await inTurn(sent, AT_ONCE, async ([path, init]) => {
      const { status } = await fetch(desk.otlpUrl + path, init);
      if (status !== 200) throw new Error(`an OTLP body was answered with ${status}`);
      bodies++;
    });
    const staff = {
      authorization: `Bearer ${desk.staffToken}`,
      ...{ 'content-type': 'application/json', 'x-forwarded-for': ADDRESS },
    };
    await inTurn([...corpus.entries()], AT_ONCE, async ([n, secret]) => {
      const body = JSON.stringify({ text: `they sent req_0123456789abcdef with ${secret}` });
      const init = { method: 'POST', headers: staff, body };
      const path = `/support/v1/lookups?format=${FORMATS[n % FORMATS.length]}`;
      answers.push(await (await fetch(desk.consoleUrl + path, init)).text());
    });
    const recent = await fetch(`${desk.consoleUrl}/support/v1/requests.csv`, { headers: staff });
    answers.push(await recent.text());
    const planted = logsBody([{ body: `a ${PLANTED.toUpperCase()} leak` }]);
    const type = { 'content-type': 'application/x-protobuf' };
    const init = { method: 'POST', headers: type, body: new Uint8Array(planted) };
    const { status } = await fetch(`${desk.otlpUrl}/v1/logs`, init);
    if (status !== 200) throw new Error(`the planted record was answered with ${status}`);
  } finally {
    await desk.stop();
  }
  const marks = [MARK, PLANTED, ADDRESS];
  const all = [
    ...marksIn('output', desk.output(), marks),
    ...answers.flatMap((answer) => marksIn('answer', answer, marks)),
    ...marksInFiles(directory, marks),
    ...(await marksInStore(join(directory, 'clickhouse'), marks)),
  ];
  const planted = all.filter(({ mark }) => mark === PLANTED);
  return {
    ...{ secrets: corpus.length, calls: made, lookups: corpus.length, bodies },
    planted: planted.map(({ place }) => place.replace(directory, '')),
    found: all.filter(({ mark }) => mark !== PLANTED),
  };
}
