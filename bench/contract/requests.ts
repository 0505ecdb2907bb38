import type { Random } from '../../testkit/random.ts';
import { HEADERS, METHODS, NASTY, TYPES, VALUES } from './hostile.ts';

/** Parts of `/openapi.json` that requests are made from. */
export interface ApiDescription {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}
interface DescribedOperation {
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly schema: Schema;
  }[];
  readonly requestBody?: unknown;
}
interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
}

export interface FuzzFixtures {
  /** Keys by what they may do. */
  readonly keys: readonly string[];
  readonly deadKeys: readonly string[];
  readonly meetingIds: readonly string[];
  readonly cursors: readonly string[];
}

export interface WholeRequest {
  readonly bytes: Buffer;
  readonly head: boolean;
}

/** Whole HTTP requests, made from the description: right, nearly right and absurd. */
export function wholeRequest(
  random: Random,
  api: ApiDescription,
  fixtures: FuzzFixtures,
): WholeRequest {
  const [template, operations] = random.one(Object.entries(api.paths));
  const [method, operation] = random.one(Object.entries(operations));
  const verb = random.chance(0.06)
    ? random.one(METHODS)
    : method === 'get' && random.chance(0.1)
      ? 'HEAD'
      : method.toUpperCase();
  const lines = [
    `${verb} ${pathOf(random, template, fixtures)}${queryOf(random, operation, fixtures)} HTTP/1.1`,
    'host: api',
  ];
  const authorization = authorizationOf(random, fixtures);
  if (authorization !== undefined) lines.push(`authorization: ${authorization}`);
  while (random.chance(0.15)) lines.push(random.one(HEADERS));
  const body = operation.requestBody || random.chance(0.03) ? bodyOf(random, api) : undefined;
  if (body) {
    const type = random.chance(0.9) ? 'application/json' : random.one(TYPES);
    if (type !== '') lines.push(`content-type: ${type}`);
  }
  return { bytes: assembled(random, lines, body), head: verb === 'HEAD' };
}

function assembled(random: Random, lines: string[], body: Buffer | undefined): Buffer {
  // Two framings at once are for the other kind of request.
  if (body === undefined || lines.some((line) => line.startsWith('transfer-encoding'))) {
    return Buffer.from(
      `${lines.filter((l) => !l.startsWith('transfer-encoding')).join('\r\n')}\r\n\r\n`,
      'latin1',
    );
  }
  if (random.chance(0.85)) {
    const head = `${lines.join('\r\n')}\r\ncontent-length: ${body.length}\r\n\r\n`;
    return Buffer.concat([Buffer.from(head, 'latin1'), body]);
  }
  const chunks: Buffer[] = [
    Buffer.from(`${lines.join('\r\n')}\r\ntransfer-encoding: chunked\r\n\r\n`, 'latin1'),
  ];
  for (let at = 0; at < body.length; ) {
    const size = random.int(1, Math.max(1, body.length));
    const part = body.subarray(at, at + size);
    chunks.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'));
    at += size;
  }
  return Buffer.concat([...chunks, Buffer.from('0\r\n\r\n')]);
}

function pathOf(random: Random, template: string, fixtures: FuzzFixtures): string {
  const id = random.chance(0.5)
    ? random.one(fixtures.meetingIds)
    : random.chance(0.6)
      ? `mtg_${random.text(20, '0123456789abcdefghijklmnopqrstuvwxyz')}`
      : uri(random.one(NASTY));
  const path = template.replace('{id}', id);
  if (random.chance(0.95)) return path;
  return random.one([
    `${path}/`,
    `/${path}`,
    path.slice(0, -1),
    path.toUpperCase(),
    path.replace('v1', 'v2'),
    `${path}/${uri(random.one(NASTY))}`,
    '/',
    '*',
    '//',
    '/docs',
    '/public',
    '/public/v1',
    '/public/v1/',
    `http://api${path}`,
    path.replaceAll('/', '%2f'),
    `${path};a=b`,
    `${path}%00`,
  ]);
}

/** Only what may stand in a request line, so that the request stays whole. */
function uri(text: string): string {
  return Buffer.from(text)
    .toString('latin1')
    .replace(/[^!-~\x80-\xff]/g, '%20')
    .replace(/[#?]/g, '%3f');
}

function queryOf(
  random: Random,
  { parameters = [] }: DescribedOperation,
  fixtures: FuzzFixtures,
): string {
  const pairs: string[] = [];
  for (const { name, in: place, schema } of parameters) {
    if (place !== 'query' || random.chance(0.5)) continue;
    const value = random.chance(0.75)
      ? right(random, name, schema, fixtures)
      : uri(random.one(NASTY));
    const spelled = random.chance(0.95)
      ? name
      : random.one([name.toUpperCase(), `${name}[]`, `${name}s`, `%${name}`]);
    pairs.push(`${spelled}=${value}`);
    if (random.chance(0.03)) pairs.push(`${name}=${value}`);
  }
  if (random.chance(0.06)) pairs.push(`${uri(random.one(NASTY))}=${uri(random.one(NASTY))}`);
  if (random.chance(0.02)) pairs.push('', '=', '&', 'limit');
  return pairs.length > 0 ? `?${pairs.join('&')}` : random.chance(0.02) ? '?' : '';
}

function right(random: Random, name: string, schema: Schema, fixtures: FuzzFixtures): string {
  if (schema.enum) return random.one(schema.enum);
  if (schema.type === 'integer') return String(random.int(0, 102));
  if (name === 'cursor' && fixtures.cursors.length > 0) {
    const cursor = random.one(fixtures.cursors);
    if (random.chance(0.5)) return cursor;
    const at = random.int(0, cursor.length - 1);
    return random.one([
      cursor.slice(0, at),
      cursor.slice(0, at) + random.one(['A', '-', '%', '=']) + cursor.slice(at + 1),
      `${cursor}A`,
    ]);
  }
  return random.text(random.int(1, 120), 'ABCabc019-_=');
}

function authorizationOf(random: Random, fixtures: FuzzFixtures): string | undefined {
  const key = random.one(fixtures.keys);
  if (random.chance(0.85)) return `Bearer ${key}`;
  return random.one([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    `bearer ${key}`,
    `Bearer  ${key}`,
    `Basic ${key}`,
    key,
    `Bearer "${key}"`,
    `Bearer ${key}x`,
    `Bearer ${key.slice(0, -1)}`,
    `Bearer ${random.one(fixtures.deadKeys)}`,
    `Bearer mts_live_${random.text(32, 'abcXYZ019')}`,
    `Bearer mts_test_${random.text(32, 'abcXYZ019')}`,
    `Bearer ${'\x80'.repeat(41)}`,
    `Bearer ${random.text(2_000, 'ab')}`,
    `Bearer ${key},Bearer ${key}`,
    'Digest username="x"',
    '__proto__',
    `Token ${key}`,
  ]);
}

function bodyOf(random: Random, api: ApiDescription): Buffer {
  if (random.chance(0.08))
    return random.one([
      Buffer.alloc(0),
      random.bytes(random.int(1, 200)),
      Buffer.from('['.repeat(20_000)),
      Buffer.alloc(70_000, 'x'),
      Buffer.from('null'),
      Buffer.from('"x"'),
      Buffer.from('\ufeff{}'),
    ]);
  const body: Record<string, unknown> = {
    title: 'Fuzz',
    starts_at: '2031-05-06T07:08:09Z',
    duration_minutes: 30,
  };
  const names = Object.keys(api.components.schemas.NewMeeting?.properties ?? {});
  while (random.chance(0.35)) body[random.one(names)] = random.one(VALUES);
  if (random.chance(0.05)) delete body[random.one(names)];
  let text = JSON.stringify(body);
  if (random.chance(0.05))
    text = text.replace(
      '{',
      random.one([
        '{"__proto__":{"x":1},',
        '{"constructor":1,',
        '{"titel":1,',
        '{"title":"again",',
        '{"":1,',
        '{"a":1,"b":[{}],',
      ]),
    );
  if (random.chance(0.05)) text = text.slice(0, random.int(0, text.length));
  const bytes = Buffer.from(text);
  if (bytes.length > 0 && random.chance(0.02))
    bytes[random.int(0, bytes.length - 1)] = random.int(128, 255);
  return bytes;
}
