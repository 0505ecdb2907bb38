import { join } from 'node:path';
import { supportClient } from '../clients/support-client.ts';
import { startDesk } from '../desks/desk-process.ts';
import { inTurn } from '../in-turn.ts';
import { logsBody } from '../otlp/otlp-bodies.ts';
import { Random } from '../random.ts';
import { type Found, marksIn, marksInFiles, marksInStore } from './find-marks.ts';
import { marksInBrowser } from './in-browser.ts';
import { notifiedBy } from './notified.ts';
import { otlpCalls } from './otlp-places.ts';
import {
  BASE64_ENCODINGS,
  isKey,
  MARK,
  secrets,
  TEXT_ENCODINGS,
  URL_ENCODINGS,
} from './secrets.ts';
import { sentToSentry } from './sent-to-sentry.ts';

/** What no redactor sees: it has to be found, or a run proves nothing. */
const PLANTED = 'plntleak';
/** Where it stands. */
const PLACES = [/^otel_logs$/, /\/spool\/logs\//, /^browser/, /^Sentry$/, /^notification$/];
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
  /** Envelopes of Sentry. */
  readonly envelopes: number;
  /** Messages to a webhook, to Slack and by mail. */
  readonly notifications: number;
  /** Pastes into the console in a real browser. */
  readonly inBrowser: number;
  /** Places in which the planted mark stands and was not found. */
  readonly overlooked: readonly string[];
  /** Of secrets and of the address. */
  readonly found: readonly Found[];
}

type Call = readonly [path: string, init?: RequestInit];

/** It in the `n`th way to write it in free text. */
function textOf(secret: string, n: number): string {
  const encodings = isKey(secret) ? [...TEXT_ENCODINGS, ...BASE64_ENCODINGS] : TEXT_ENCODINGS;
  return encodings[n % encodings.length]?.(secret) ?? secret;
}

/** One call for each place that a customer may put a secret into. */
function calls(secret: string, n: number, key: string): Call[] {
  const url = URL_ENCODINGS[n % URL_ENCODINGS.length]?.(secret) ?? secret;
  const text = textOf(secret, n);
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
  const pasted = corpus
    .filter((_, n) => n % perKind === 0)
    .map((secret, n) => `from req_0123456789abcdef with ${textOf(secret, n)} in it`);
  const desk = await startDesk({
    dataDir: directory,
    env: {
      RATE_LIMIT_BURST: '1000000',
      RATE_LIMIT_PER_MINUTE: '10000000',
      ADDRESSES: 'hashed',
      TRUST_PROXY: 'true',
      ALLOW_PRIVATE_TARGETS: 'true',
    },
  });
  const answers: string[] = [];
  const kept: Found[] = [];
  let notifications: readonly string[] = [];
  let made = 0;
  let bodies = 0;
  try {
    const support = supportClient(desk);
    const org = await support.createOrg('Canary');
    const { secret: key } = await support.mintKey(org.id, ['meetings:read', 'meetings:write']);
    await using stack = new AsyncDisposableStack();
    const notified = await notifiedBy(desk, ['invalid_request'], {
      secret: `${MARK}-of-a-channel`,
      planted: PLANTED,
    });
    stack.defer(() => notified.close());
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
      'content-type': 'application/json',
      'x-forwarded-for': ADDRESS,
    };
    await inTurn([...corpus.entries()], AT_ONCE, async ([n, secret]) => {
      const body = JSON.stringify({ text: `they sent req_0123456789abcdef with ${secret}` });
      const init = { method: 'POST', headers: staff, body };
      const path = `/support/v1/lookups?format=${FORMATS[n % FORMATS.length]}`;
      answers.push(await (await fetch(desk.consoleUrl + path, init)).text());
    });
    for (const path of ['/audit.csv', '/audit/export', '/alerts/history', '/alert-channels'])
      answers.push(
        await (await fetch(`${desk.consoleUrl}/support/v1${path}`, { headers: staff })).text(),
      );
    const recent = await fetch(`${desk.consoleUrl}/support/v1/requests.csv`, { headers: staff });
    answers.push(await recent.text());
    notifications = await notified.all();
    kept.push(
      ...(await marksInBrowser(desk, { texts: pasted, marks: [MARK, PLANTED], planted: PLANTED })),
    );
    const planted = logsBody([{ body: `a ${PLANTED.toUpperCase()} leak` }]);
    const type = { 'content-type': 'application/x-protobuf' };
    const init = { method: 'POST', headers: type, body: new Uint8Array(planted) };
    const { status } = await fetch(`${desk.otlpUrl}/v1/logs`, init);
    if (status !== 200) throw new Error(`the planted record was answered with ${status}`);
  } finally {
    await desk.stop();
  }
  const envelopes = await sentToSentry([PLANTED, ...corpus.map(textOf)]);
  const marks = [MARK, PLANTED, ADDRESS];
  const all = [
    ...kept,
    ...notifications.flatMap((text) => marksIn('notification', text, marks)),
    ...envelopes.flatMap((text) => marksIn('Sentry', text, marks)),
    ...marksIn('output', desk.output(), marks),
    ...answers.flatMap((answer) => marksIn('answer', answer, marks)),
    ...marksInFiles(directory, marks),
    ...(await marksInStore(join(directory, 'clickhouse'), marks)),
  ];
  const planted = all.filter(({ mark }) => mark === PLANTED).map(({ place }) => place);
  return {
    secrets: corpus.length,
    calls: made,
    lookups: corpus.length,
    bodies,
    envelopes: envelopes.length,
    notifications: notifications.length,
    inBrowser: pasted.length,
    overlooked: PLACES.filter((place) => !planted.some((one) => place.test(one))).map(String),
    found: all.filter(({ mark }) => mark !== PLANTED),
  };
}
