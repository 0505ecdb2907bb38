import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ProtobufWriter } from '@request-desk/fastify/otlp/protobuf';
import type { DossierFound } from '@request-desk/shared/dossier';
import { DAY_MS } from '@request-desk/shared/durations';
import { traceIdOf } from '@request-desk/shared/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LookupDesk, openLookupDesk } from '../../../testkit/desks/lookup-desk.ts';
import { traceCaseFaults, traceCaseNames } from '../../../testkit/lookup/trace-cases.ts';
import { accept } from '../../src/ingest/accept.ts';
import { openPreparation } from '../../src/ingest/preparation/preparation.ts';

const KINDS = ['Unspecified', 'Internal', 'Server', 'Client'];
const preparation = openPreparation();
let desk: LookupDesk;

beforeAll(async () => {
  desk = await openLookupDesk();
});

afterAll(async () => {
  await preparation.close();
  await desk.close();
});

interface Sent {
  readonly id: string;
  readonly parent?: string;
  readonly name: string;
  readonly kind?: string;
  /** Milliseconds since 1970; 0 is sent as 0. */
  readonly from: number;
  readonly to: number;
  readonly failed?: string;
}

/** Sends spans of the service `billing` into a trace. */
async function send(trace: string, spans: readonly Sent[]): Promise<void> {
  const ns = (ms: number) => BigInt(ms) * 1_000_000n;
  const body = new ProtobufWriter()
    .message(1, (w) => {
      w.message(1, () =>
        w.message(1, () => w.string(1, 'service.name').message(2, () => w.string(1, 'billing'))),
      );
      w.message(2, () => {
        for (const { id, parent, name, kind, from, to, failed } of spans)
          w.message(2, () => {
            w.hex(1, trace).hex(2, id);
            if (parent) w.hex(4, parent);
            w.string(5, name).varint(6, KINDS.indexOf(kind ?? 'Internal'));
            w.fixed64(7, ns(from)).fixed64(8, ns(to));
            if (failed) w.message(15, () => w.string(2, failed).varint(3, 2));
          });
      });
    })
    .finish();
  const sender = { name: 'billing', own: false };
  const door = { signal: 'traces', sender, encoding: 'protobuf' } as const;
  await accept({ spool: desk.spool, preparation }, door, body);
  await desk.settle();
}

async function dossierOf(id: string): Promise<DossierFound> {
  const answer = await desk.lookup.dossier(id);
  if (!answer.found) throw new Error(answer.explanation);
  return answer;
}

const CASES = fileURLToPath(new URL('../../../../shared/cases/', import.meta.url));
const here = existsSync(CASES);
if (!here) console.info('no shared cases beside the project: their traces are skipped');

describe.skipIf(!here)('shared cases', () => {
  it.each(here ? traceCaseNames(CASES) : [])('%s', async (name) => {
    expect(await traceCaseFaults(desk, preparation, { directory: CASES, name })).toEqual([]);
  });
});

describe('a trace as it comes', () => {
  it('shows client and server that share a span id, and counts its time from the request', async () => {
    const at = Date.now() - 600_000;
    const id = desk.write(at, { status: 200 });
    await desk.settle();
    const [root] = (await dossierOf(id)).spans;
    const parent = root?.span_id ?? '';
    await send(traceIdOf(id), [
      { id: 'aaaa00000000aaaa', parent, name: 'call', kind: 'Client', from: at, to: at + 9 },
      { id: 'aaaa00000000aaaa', parent, name: 'serve', kind: 'Server', from: at + 1, to: at + 8 },
      { id: 'bbbb00000000bbbb', parent, name: 'skewed', from: at - DAY_MS, to: at - DAY_MS + 5 },
      { id: parent, name: 'same id as ours', kind: 'Client', from: at - 2, to: at + 30 },
    ]);
    const { spans, trace_start } = await dossierOf(id);
    expect(spans.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['call', 'serve', 'skewed', 'same id as ours', root?.name]),
    );
    expect(Math.abs(Date.parse(trace_start) - at)).toBeLessThan(1_000);
    expect(spans.find(({ name }) => name === 'skewed')?.offset_us).toBeLessThan(-DAY_MS * 990);
  });

  it('gives a span without a start the time of its end, and no duration', async () => {
    const at = Date.now() - 500_000;
    const id = desk.write(at, { status: 200 });
    await send(traceIdOf(id), [{ id: 'cccc00000000cccc', name: 'no start', from: 0, to: at + 20 }]);
    const { spans, trace_start } = await dossierOf(id);
    const span = spans.find(({ name }) => name === 'no start');
    expect(span).toMatchObject({
      duration_us: 0,
      attributes: { 'request_desk.original_timestamp': '0' },
    });
    expect(Date.parse(trace_start) + (span?.offset_us ?? 0) / 1000).toBeCloseTo(at + 20, 0);
  });

  it('has a name, an address and a verdict without a request', async () => {
    const at = Date.now() - 400_000;
    const trace = 'feedfacefeedfacefeedfacefeedface';
    await send(trace, [
      { id: 'dddd00000000dddd', name: 'settle', from: at, to: at + 90, failed: 'ledger is away' },
      { id: 'eeee00000000eeee', name: 'post', parent: 'dddd00000000dddd', from: at, to: at + 80 },
    ]);
    const { request, trace_id, links, verdict } = await dossierOf(trace);
    expect({ request, trace_id }).toEqual({ request: null, trace_id: trace });
    expect(links.permalink).toBe(`http://desk.example/r/${trace}`);
    expect(verdict.summary).toBe(
      'A trace without a request: 2 spans, of which 1 failed, 0 log lines.',
    );
    expect(verdict.claims.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^It was recorded by billing/),
      'It broke in the step “settle” of billing: ledger is away.',
    ]);
    const markdown = await fetch(`${desk.url}/support/v1/requests/${trace}?format=markdown`);
    expect(await markdown.text()).toContain(`# Trace \`${trace}\``);
  });
});
