import { fmix64, requestIdOf, traceIdOf } from '@request-desk/shared/ids';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MEETSO_PROFILE } from '../../meetso/profile.ts';
import { AROUND, DAMAGED, HARMLESS, NONE, WRAPPED } from './corpus.fixture.ts';
import { extractLong } from './extract-long.ts';
import { extractorOf } from './extractor.ts';
import { alikeIds } from './repair.ts';

const ID = 'req_70ac81fe9ef7a3c6';
const IDS = [ID, 'req_0123456789abcdef', 'req_fedc00000000e1c1', 'req_1e5c0de0b00c4a2f'];
const LIMIT = 500;
const { extract: extractIds } = extractorOf(MEETSO_PROFILE);

function found(text: string): (string | undefined)[] {
  return extractIds(text, LIMIT).ids.map(({ requestId }) => requestId);
}

describe('the corpus of messy text', () => {
  const shapes = AROUND.flatMap(([place, around]) =>
    HARMLESS.map(([what, done]) => [`${what}, ${place}`, around, done] as const),
  );

  it('has at least 300 shapes, and every id is found, once, and nothing else', () => {
    expect(shapes.length).toBeGreaterThanOrEqual(300);
    const missed: string[] = [];
    let invented = 0;
    for (const [name, around, done] of shapes) {
      for (const id of IDS) {
        const ids = found(around(done(id)));
        if (!ids.includes(id)) missed.push(`${name}: ${around(done(id))}`);
        invented += ids.filter((one) => one !== id).length;
      }
    }
    const asked = shapes.length * IDS.length;
    console.info(`extraction: ${shapes.length} shapes, ${asked - missed.length} of ${asked} ids`);
    expect(missed).toEqual([]);
    expect(invented).toBe(0);
  });

  it.each(WRAPPED)('joins an id that was broken: %s', (_name, done) => {
    for (const id of IDS) expect(found(`Hello,\n${done(id)}\nthanks`)).toEqual([id]);
  });

  it.each(DAMAGED)('offers a damaged id and does not assume it: %s', (_name, done) => {
    const { ids, damaged } = extractIds(`the id is ${done(ID)} I think`, LIMIT);
    expect(ids).toEqual([]);
    expect(damaged).toHaveLength(1);
    const [one] = damaged;
    const digits = ID.slice(4);
    if (one?.repaired !== undefined) expect(one.repaired).toBe(ID);
    else expect(digits.startsWith(one?.digits ?? '') || one?.digits.startsWith(digits)).toBe(true);
  });

  it.each(NONE)('finds no id in: %s', (text) => expect(extractIds(text, LIMIT).ids).toEqual([]));
});

describe('several ids', () => {
  it('come in order, without repeats, up to the limit', () => {
    const text = `${IDS[2]} ${IDS[0]} ${IDS[2]?.toUpperCase()} ${IDS[1]}`;
    expect(found(text)).toEqual([IDS[2], IDS[0], IDS[1]]);
    const cut = extractIds(text, 2);
    expect([cut.ids.length, cut.ignored]).toEqual([2, 1]);
  });

  it('a trace id of ours is its request; another counts only when it is called a trace', () => {
    expect(found(`trace ${traceIdOf(ID)}`)).toEqual([ID]);
    expect(found(`00-${traceIdOf(ID)}-b7ad6b7169203331-01`)).toEqual([ID]);
    const foreign = '0af7651916cd43dd8448eb211c80319c';
    expect(requestIdOf(foreign)).toBeUndefined();
    expect(extractIds(`traceparent: 00-${foreign}-b7ad6b7169203331-01`, LIMIT).ids).toEqual([
      { requestId: undefined, traceId: foreign },
    ]);
    expect(found(`uuid ${foreign}`)).toEqual([]);
  });

  it('a word of the next line is not taken for the rest of an id', () => {
    const { ids, damaged } = extractIds(`it was ${ID.slice(0, -1)}\na meeting`, LIMIT);
    expect(ids).toEqual([]);
    expect(damaged).toHaveLength(1);
  });
});

it('never invents an id: what it finds stands in the text', () => {
  const hex = fc.bigInt({ min: 1n, max: (1n << 64n) - 1n }).map((n) => fmix64(n).toString(16));
  const piece = fc.oneof(
    fc.string(),
    hex,
    hex.map((digits) => `req_${digits}`),
    fc.constantFrom('req_', 'req', '\n> ', '=\n', '%5f', '_', ' '),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      const bare = text.toLowerCase().replace(/%5f|=5f/g, '_');
      for (const id of found(text)) {
        const digits = id?.slice(4) ?? '';
        expect(bare.replace(/[^0-9a-f]/g, '')).toContain(digits);
      }
    }),
    { numRuns: 500 },
  );
});

it('reads a base64 body of a HAR file across pieces', async () => {
  const body = Buffer.from(`${'x'.repeat(70_000)} ${ID} ${'y'.repeat(90_000)} ${IDS[1]}`);
  const har = JSON.stringify({ text: body.toString('base64'), encoding: 'base64' });
  const { ids } = await extractLong(extractorOf(MEETSO_PROFILE), har, LIMIT);
  expect(ids.map(({ requestId }) => requestId)).toEqual([ID, IDS[1]]);
});

it.each([
  ['a UUID', (id: string) => id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')],
  ['X-Ray', (id: string) => `Root=1-${id.slice(0, 8)}-${id.slice(8)};Sampled=1`],
  ['base64', (id: string) => `"traceId":"${Buffer.from(id, 'hex').toString('base64')}"`],
  ['decimal', (id: string) => BigInt(`0x${id}`).toString()],
  ['upper case', (id: string) => `0x${id.toUpperCase()}`],
])('knows a trace of ours spelled as %s', (_name, spell) => {
  for (const id of IDS) expect(found(`see ${spell(traceIdOf(id))} there`)).toEqual([id]);
  // Any UUID could be a trace; this one is none of ours.
  expect(extractIds(spell('0af7651916cd43dd8448eb211c80319c'), LIMIT).ids).toEqual([]);
});

it('puts back the leading zeros of a trace of ours', () => {
  const small = 'req_00000c1e5c0de0b0';
  expect(found(`trace ${traceIdOf(small).replace(/^0+/, '')}`)).toEqual([small]);
});

it.each(['trace_id=%s in our log', '%s'])(
  'pads a short trace id that is called one: %s',
  (text) => {
    const short = 'abe31ba1722f95032a';
    const { ids, ifStored } = extractIds(text.replace('%s', short), LIMIT);
    expect(ids).toEqual([]);
    expect(ifStored.map(({ traceId }) => traceId)).toEqual([short.padStart(32, '0')]);
    expect(extractIds(`commit ${short} broke it`, LIMIT).ifStored).toEqual([]);
  },
);

it('half of a trace id counts only if it is stored', () => {
  const lower = traceIdOf(ID).slice(16);
  for (const text of [`dd.trace_id=${BigInt(`0x${lower}`)}`, `trace_id: ${lower}`]) {
    const { ids, ifStored } = extractIds(text, LIMIT);
    expect(ids).toEqual([]);
    expect(ifStored).toContainEqual({
      requestId: ID,
      traceId: traceIdOf(ID),
      text: text.replace('dd.', ''),
    });
  }
});

it.each([
  ['a label before', `Request ID${ID}`],
  ['a time before', `12:00:01Z${ID}`],
  ['a time after', `${ID}2026-11-26T12:00:01Z`],
  ['a word after', `${ID}Copy`],
  ['a scanned prefix', `reg_${ID.slice(4)}`],
  ['scanned letters', `req_${ID.slice(4).replace('9', 'g').replace('1', 'l')}`],
])('offers an id that stands close to something else: %s', (_name, text) => {
  const { ids, damaged } = extractIds(`see ${text} please`, LIMIT);
  expect(ids).toEqual([]);
  expect(damaged.map(({ repaired }) => repaired)).toEqual([ID]);
});

it('accepts what a scanner may have read for another letter', () => {
  expect(alikeIds('8b00000000000001').sort()).toEqual(
    ['req_8800000000000001', 'req_bb00000000000001', 'req_b800000000000001'].sort(),
  );
  expect(alikeIds('8'.repeat(16))).toHaveLength(63);
});

it.each([...'|!$,;:/\\<>()[]{}"\'`~*#&=+@^?'])('finds an id right after another and %s', (sign) => {
  const [one, two] = ['req_bf473de0cd188ce0', 'req_c8ee01de1083db82'];
  const { ids, damaged } = extractIds(`${one}${sign}${two}`, LIMIT);
  const seen = [...ids.map((id) => id.requestId), ...damaged.map(({ repaired }) => repaired)];
  expect(seen).toContain(one);
  expect(seen).toContain(two);
});

it('does not take for a second id what one reading cuts short', () => {
  const text = `> call failed ${ID.slice(0, 14)}=\n> ${ID.slice(14)} there`;
  expect(extractIds(text, LIMIT)).toMatchObject({ ids: [{ requestId: ID }], damaged: [] });
});

it('counts the damaged ids that are too many to be offered', () => {
  const text = Array.from({ length: 60 }, (_, n) => `req_${n + 10}${ID.slice(7)}`).join('\n');
  const { damaged, ignored } = extractIds(text, LIMIT);
  expect([damaged.length, ignored]).toEqual([50, 10]);
});

it('finds the same ids in a long text, piece by piece, and lets others run meanwhile', async () => {
  const id = (n: number) =>
    `req_${fmix64(BigInt(n + 1))
      .toString(16)
      .padStart(16, '0')}`;
  const lines = Array.from({ length: 20_000 }, (_, n) =>
    n % 3
      ? `line ${n} of a log without anything`
      : `> call failed ${id(n).replace(/(?=.{6}$)/, '=\n> ')} req`,
  );
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  const whole = extractIds(lines.join('\n'), 10_000);
  const pieces = await extractLong(extractorOf(MEETSO_PROFILE), lines.join('\n'), 10_000);
  clearInterval(timer);
  expect(whole.ids).toHaveLength(6_667);
  expect(pieces).toEqual(whole);
  expect(turns).toBeGreaterThan(0);
});
