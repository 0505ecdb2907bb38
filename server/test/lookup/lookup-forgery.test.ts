import { ProtobufWriter } from '@request-desk/fastify/otlp/protobuf';
import type { DossierFound } from '@request-desk/shared/dossier';
import { traceIdOf } from '@request-desk/shared/ids';
import { STAMP_FIELDS } from '@request-desk/shared/stamp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LookupDesk, openLookupDesk } from '../../../testkit/desks/lookup-desk.ts';
import { Random } from '../../../testkit/random.ts';
import { accept } from '../../src/ingest/accept.ts';
import { openPreparation } from '../../src/ingest/preparation/preparation.ts';

const SENDER = { name: 'mallory', own: false };
const preparation = openPreparation();
let desk: LookupDesk;

beforeAll(async () => {
  desk = await openLookupDesk();
});

afterAll(async () => {
  await preparation.close();
  await desk.close();
});

const FAULT = {
  status: 500,
  code: 'internal_error',
  cause: 'exception',
  exceptionType: 'TypeError',
} as const;

function request(at: number): string {
  return desk.write(at, FAULT);
}

async function dossierOf(id: string): Promise<DossierFound> {
  const answer = await desk.lookup.dossier(id);
  if (!answer.found) throw new Error(answer.explanation);
  return answer;
}

interface Forged {
  readonly trace: string;
  readonly span: string;
  readonly parent?: string;
  readonly at: number;
  readonly name: string;
  /** Claims to be ours, before or behind what the resource holds. */
  readonly claim?: 'before' | 'behind' | undefined;
}

/** A failed span that says it is of our service. */
function spansBody(forged: readonly Forged[]): Uint8Array {
  const writer = new ProtobufWriter();
  for (const one of forged)
    writer.message(1, (w) => {
      const claim = () => w.string(STAMP_FIELDS.sender, 'api').varint(STAMP_FIELDS.own, 1);
      if (one.claim === 'before') claim();
      w.message(1, () =>
        w.message(1, () => w.string(1, 'service.name').message(2, () => w.string(1, 'meetso-api'))),
      );
      w.message(2, () =>
        w.message(2, () => {
          w.hex(1, one.trace).hex(2, one.span);
          if (one.parent) w.hex(4, one.parent);
          w.string(5, one.name).fixed64(7, BigInt(Math.round(one.at)) * 1_000_000n);
          w.fixed64(8, BigInt(Math.round(one.at) + 5) * 1_000_000n);
          w.message(15, () => w.string(2, 'forged').varint(3, 2));
        }),
      );
      if (one.claim === 'behind') claim();
    });
  return writer.finish();
}

const send = (body: Uint8Array, signal: 'traces' | 'logs' = 'traces') =>
  accept(
    { spool: desk.spool, preparation },
    { signal, sender: SENDER, encoding: 'protobuf' },
    body,
  );

/** Ways in which a dossier takes a foreign row for one of ours; none when all is well. */
function deceptions({ spans, logs, verdict }: DossierFound): string[] {
  const rows = [...spans, ...logs].filter(({ own }) => own);
  const taken = rows.filter((row) => /forged/.test('name' in row ? row.name : row.body));
  const unnamed = verdict.claims.filter(
    ({ text }) => /forged/.test(text) && !/mallory|without a named sender/.test(text),
  );
  const posing = [...spans, ...logs].filter(
    (row) => !row.own && row.sender !== '' && row.service === 'meetso-api',
  );
  return [
    ...taken.map((row) => `taken for ours: ${JSON.stringify(row)}`),
    ...unnamed.map(({ text }) => `without its sender: ${text}`),
    ...posing.map((row) => `called as we are: ${JSON.stringify(row)}`),
  ];
}

describe('a foreign sender', () => {
  it('replaces no row of ours and is named, whatever it claims: 50 variations', async () => {
    const random = new Random(5);
    const at = Date.now() - 10 * 60_000;
    const id = request(at);
    await desk.settle();
    const before = await dossierOf(id);
    const trace = traceIdOf(id);
    const ours = before.spans.map(({ span_id }) => span_id);
    const forged = Array.from({ length: 50 }, (_, n): Forged => {
      const own = random.chance(0.5);
      return {
        trace,
        span: own ? random.one(ours) : random.text(16, '123456789abcdef'),
        parent: random.one([...ours, '00000000000000ff']),
        at: at + random.int(-3_600_000, 1000),
        name: `forged ${n}`,
        claim: random.one(['before', 'behind', undefined] as const),
      };
    });
    for (const one of forged) await send(spansBody([one]));
    await send(logLines(trace, at), 'logs');
    await desk.settle();
    const after = await dossierOf(id);
    expect(deceptions(after)).toEqual([]);
    const mine = (dossier: DossierFound) =>
      dossier.spans.filter(({ own }) => own).map(({ span_id, name }) => `${span_id} ${name}`);
    expect(mine(after)).toEqual(mine(before));
    expect(after.spans.filter(({ sender }) => sender === 'mallory').length).toBeGreaterThan(10);
    expect(after.logs.some(({ sender, own }) => sender === 'mallory' && !own)).toBe(true);
    expect(after.verdict.claims.map(({ text }) => text).join('\n')).toMatch(/sender “mallory”/);
  });

  it('crowds nobody out of a trace: 12,000 earlier spans', async () => {
    const at = Date.now() - 9 * 60_000;
    const id = request(at);
    await desk.settle();
    const ours = (await dossierOf(id)).spans.length;
    const trace = traceIdOf(id);
    const flood = Array.from({ length: 12_000 }, (_, n): Forged => {
      const span = (n + 1).toString(16).padStart(16, '0');
      return { trace, span, at: at - 60_000, name: `forged ${n}` };
    });
    for (let from = 0; from < flood.length; from += 4_000)
      await send(spansBody(flood.slice(from, from + 4_000)));
    const billing = { signal: 'traces', sender: { name: 'billing', own: false } } as const;
    const genuine = spansBody([{ trace, span: 'beef00000000beef', at, name: 'charge the card' }]);
    await accept({ spool: desk.spool, preparation }, { ...billing, encoding: 'protobuf' }, genuine);
    await desk.settle();
    const { spans, truncated } = await dossierOf(id);
    expect(truncated.spans).toBe(true);
    expect(spans.filter(({ own }) => own)).toHaveLength(ours);
    expect(spans.filter(({ sender }) => sender === 'billing')).toMatchObject([
      { name: 'charge the card', service: 'meetso-api (says billing)' },
    ]);
  });

  it('that writes into the tables itself is unverified', async () => {
    const id = request(Date.now() - 8 * 60_000);
    await desk.settle();
    const [root] = (await dossierOf(id)).spans;
    await desk.clickhouse.command(
      `INSERT INTO otel_traces (Timestamp, TraceId, SpanId, ParentSpanId, SpanName, ServiceName, StatusCode)
       VALUES (now64(9) - INTERVAL 9 MINUTE, {trace: String}, 'aa000000000000aa', {root: String}, 'forged', 'x', 'Error')`,
      { trace: traceIdOf(id), root: root?.span_id ?? '' },
    );
    const answer = await dossierOf(id);
    expect(deceptions(answer)).toEqual([]);
    expect(answer.verdict.claims.map(({ text }) => text).join('\n')).toMatch(
      /“forged” of x, by what came without a named sender/,
    );
  });

  it('would be found out if it had been taken for ours', async () => {
    const id = request(Date.now() - 7 * 60_000);
    await desk.settle();
    await desk.clickhouse.command(
      `INSERT INTO otel_traces (Timestamp, TraceId, SpanId, SpanName, ServiceName, Own)
       VALUES (now64(9) - INTERVAL 7 MINUTE, {trace: String}, 'aa000000000000aa', 'forged', 'meetso-api', 1)`,
      { trace: traceIdOf(id) },
    );
    expect(deceptions(await dossierOf(id))).toHaveLength(1);
  });
});

function logLines(trace: string, at: number): Uint8Array {
  return new ProtobufWriter()
    .message(1, (w) => {
      w.message(1, () =>
        w.message(1, () => w.string(1, 'service.name').message(2, () => w.string(1, 'meetso-api'))),
      );
      w.message(2, () =>
        w.message(2, () => {
          w.fixed64(1, BigInt(at - 1000) * 1_000_000n)
            .varint(2, 17)
            .string(3, 'ERROR');
          w.message(5, () => w.string(1, 'forged line')).hex(9, trace);
        }),
      );
    })
    .finish();
}
