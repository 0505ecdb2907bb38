import { ProtobufWriter } from '@request-desk/fastify/otlp/protobuf';
import { redactKeys } from '@request-desk/fastify/redaction/scrub';
import { expect, it } from 'vitest';
import { marksIn } from '../../../testkit/canary/find-marks.ts';
import {
  KEY_FORMS,
  MARK,
  secrets,
  TEXT_ENCODINGS,
  URL_ENCODINGS,
} from '../../../testkit/canary/secrets.ts';
import { logsBody, tracesBody } from '../../../testkit/otlp/otlp-bodies.ts';
import { readSpans } from '../../../testkit/otlp/telemetry-otlp.ts';
import { Random } from '../../../testkit/random.ts';
import { openPreparation } from './preparation/preparation.ts';
import { type BodyContext, prepare } from './preparation/prepare.ts';
import { redacted } from './redact.ts';
import { walk } from './wire-walk.ts';

redactKeys(KEY_FORMS);
const sender = { name: 'billing', own: false };
const parcel = (
  signal: BodyContext['signal'],
  encoding: BodyContext['encoding'] = 'protobuf',
): BodyContext => ({
  signal,
  sender,
  encoding,
});
const traceId = '0af7651916cd43dd8448eb211c80319c';
const spans = (texts: readonly string[]) =>
  tracesBody(
    texts.map((text, n) => ({
      traceId,
      spanId: (n + 1).toString(16).padStart(16, '0'),
      name: `of ${text}`,
      attributes: {
        'http.url': text,
        [text || 'none']: 1n,
        list: [text],
        bytes: Buffer.from(text),
      },
    })),
    texts[0],
  );

/** What is stored of a body, which this process has prepared itself. */
function stored(what: BodyContext, body: Uint8Array): Buffer {
  const done = prepare(what, body);
  if (!done || 'fault' in done) throw new Error(JSON.stringify(done));
  return Buffer.concat(done.stored);
}

const all = secrets(new Random(5), 4).flatMap((secret) =>
  [...TEXT_ENCODINGS, ...URL_ENCODINGS].map((encode) => encode(secret)),
);

it('stores no secret of a span, in whatever encoding and field', () => {
  for (const text of all) {
    const bytes = stored(parcel('traces'), spans([text]));
    expect(marksIn(text, bytes.toString('latin1'), [MARK])).toEqual([]);
    const [span] = readSpans(bytes);
    expect(span).toMatchObject({ traceId, spanId: '0000000000000001' });
  }
});

it('keeps whatever else stands beside them', () => {
  const texts = ['before', `x sk_live_${'a1B2'.repeat(6)} y`, 'after, ü', 'GET /x?a=1%20b'];
  const read = readSpans(stored(parcel('traces'), spans(texts)));
  expect(read.map(({ name }) => name)).toEqual([
    'of before',
    'of x [key] y',
    'of after, ü',
    'of GET /x?a=1%20b',
  ]);
  expect(read.map(({ attributes }) => attributes['http.url'])).toEqual([
    'before',
    'x [key] y',
    'after, ü',
    'GET /x?a=1%20b',
  ]);
});

it('leaves bytes as they are where there is nothing to replace', () => {
  const body = tracesBody([{ traceId, spanId: '00000000000000aa', name: 'GET /a?page=2%2F3' }]);
  expect(stored(parcel('traces'), body).includes(Buffer.from(body).subarray(8))).toBe(true);
});

it.each([
  'db.password',
  'authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'secret',
  'token',
  'http.request.header.cookie',
  'http.request.header.x-api-key.0',
  'user.apiKey',
  'DB_PASSWD',
  'aws.secretAccessKey',
])('stores no value of the name %s, whatever it looks like', (name) => {
  for (const value of ['Cnryleak', ['Cnryleak'], Buffer.from('Cnryleak'), { x: 'Cnryleak' }]) {
    const attributes = { 'http.route': '/x', [name]: value, map: { [name]: value }, n: 1n };
    const span = { traceId, spanId: '00000000000000aa', name: 'GET /x', attributes };
    const bytes = stored(parcel('traces'), tracesBody([span]));
    expect(marksIn(name, bytes.toString('latin1'), [MARK])).toEqual([]);
    const [read] = readSpans(bytes);
    expect(read?.attributes).toMatchObject({ 'http.route': '/x', [name]: '[secret]', n: 1 });
  }
});

it('leaves names that only hold the word of a secret', () => {
  const attributes = { 'gen_ai.usage.input_tokens': 7n, 'token.kind': 'x', 'message.key': 'a1' };
  const span = { traceId, spanId: '00000000000000aa', name: 'GET /x', attributes };
  const [read] = readSpans(stored(parcel('traces'), tracesBody([span])));
  expect(read?.attributes).toMatchObject({ 'token.kind': 'x', 'message.key': 'a1' });
});

it('replaces those of JSON, and leaves out what no field is named for', () => {
  const secret = `ghp_Cnryleak${'a1B2'.repeat(8)}`;
  const record = { body: { stringValue: `it is ${secret}` }, severityText: secret };
  const scope = { scope: { name: secret }, logRecords: [record], schemaUrl: secret };
  const json = { resourceLogs: [{ scopeLogs: [scope] }] };
  const bytes = stored(parcel('logs', 'json'), Buffer.from(JSON.stringify(json)));
  expect(bytes.toString('latin1')).toContain('it is [key]');
  expect(marksIn('', bytes.toString('latin1'), [MARK])).toEqual([]);
  const unknown = new ProtobufWriter();
  unknown.message(1, () =>
    unknown.message(2, () => unknown.message(2, () => unknown.string(14, secret).varint(2, 9))),
  );
  const left = stored(parcel('logs'), unknown.finish());
  expect(marksIn('', left.toString('latin1'), [MARK])).toEqual([]);
});

it('reads much text where customers do not wait for it, by the same rules', async () => {
  const preparation = openPreparation();
  try {
    const [key = ''] = secrets(new Random(8), 1);
    const body = (name: string) => tracesBody([{ traceId, spanId: '00000000000000aa', name }]);
    await preparation.prepare(parcel('traces'), body('x '.repeat(20_000)));
    expect(preparation.elsewhere).toBe(0);
    const done = await preparation.prepare(parcel('traces'), body(`${'x '.repeat(20_000)}${key}`));
    expect(preparation.elsewhere).toBe(1);
    if ('fault' in done) throw new Error('nothing came back');
    expect(Buffer.concat(done.stored).includes(key)).toBe(false);
    expect(Buffer.concat(done.stored).includes('_live_***')).toBe(true);
  } finally {
    await preparation.close();
  }
});

it('lets nobody take a reserved name by what is replaced', () => {
  const record = { eventName: 'request%5Fdesk.request token%3Dabcdef', body: 'x', severity: 17 };
  expect(prepare(parcel('logs'), logsBody([record]))).toMatchObject({ stored: [] });
});

it('does not scrub again what the API sends', () => {
  const own = { ...parcel('traces'), sender: { name: 'api', own: true } };
  expect(stored(own, spans(['password=hunter2 '])).includes('hunter2')).toBe(true);
});

it('leaves the same of a body as where each of its names is read as text', () => {
  const random = new Random(31);
  const NAMES = [
    'service.version',
    'db.operation',
    'Authorization',
    'x-api-key',
    'set-cookie[0]',
    'pwd',
    'app.collection',
    'token.12',
    'tokens',
    'client_secret',
    'cookie2',
    'message',
    'http.route',
  ];
  let secret = 0;
  for (let n = 0; n < 500; n++) {
    const names = Array.from({ length: 3 }, () => random.one(NAMES));
    const attributes = Object.fromEntries(names.map((name) => [name, `value ${n}`]));
    const nested = random.one([attributes, { inner: attributes }, { list: [attributes] }]);
    const body = logsBody([{ body: 'x', attributes: nested }]);
    const { secretNames } = walk(body, 'LogsRequest');
    const whole = { root: 'LogsRequest', most: 1e9 } as const;
    const left = redacted(body, { root: whole.root, most: whole.most, secretNames });
    const read = redacted(body, { root: whole.root, most: whole.most, secretNames: true });
    expect(Buffer.from(left ?? [])).toEqual(Buffer.from(read ?? []));
    if (secretNames) secret++;
  }
  // Both kinds of bodies were among them.
  expect(secret).toBeGreaterThan(50);
  expect(secret).toBeLessThan(450);
});
