/** Traces as odd programs send them (`trace-*` of the shared cases), and what the desk makes of each. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DossierFound } from '@request-desk/shared/dossier';
import { z } from 'zod';
import { accept } from '../../server/src/ingest/accept.ts';
import type { Preparation } from '../../server/src/ingest/preparation/preparation.ts';
import type { BodyContext } from '../../server/src/ingest/preparation/prepare.ts';
import { dossierMarkdown } from '../../server/src/lookup/markdown.ts';
import type { LookupDesk } from '../desks/lookup-desk.ts';

/** When the cases were written, milliseconds since 1970: their times are moved by what has passed. */
const WRITTEN_MS = 1_795_690_218_936;
const AGO_MS = 600_000;
const PARCEL: BodyContext = {
  signal: 'traces',
  sender: { name: 'billing', own: false },
  encoding: 'json',
};
const MINUTE_US = 60_000_000;
const MOST_READING_MS = 5_000;

const span = z.looseObject({
  traceId: z.string(),
  startTimeUnixNano: z.string(),
  endTimeUnixNano: z.string(),
});
type Span = z.infer<typeof span>;
const caseFile = z.object({ _expected: z.string(), spans: z.array(span).optional() });

/** Spans of cases that are too long to be written down. */
const MADE: Readonly<Record<string, (at: (ms: number) => string) => Span[]>> = {
  deep_6000: (at) =>
    Array.from({ length: 6_000 }, (_, n) => ({
      traceId: '60006000600060006000600060006000',
      spanId: hex(n + 1),
      kind: 1,
      ...(n > 0 && { parentSpanId: hex(n) }),
      name: `level ${n}`,
      startTimeUnixNano: at(0),
      endTimeUnixNano: at(5),
    })),
  long_value: (at) => [
    {
      traceId: '10001000100010001000100010001000',
      spanId: hex(1),
      name: 'op',
      kind: 1,
      startTimeUnixNano: at(0),
      endTimeUnixNano: at(5),
      attributes: [{ key: 'long', value: { stringValue: 'x'.repeat(1_000_000) } }],
    },
  ],
  many_events: (at) => [
    {
      traceId: '50005000500050005000500050005000',
      spanId: hex(1),
      name: 'op',
      kind: 1,
      startTimeUnixNano: at(0),
      endTimeUnixNano: at(5),
      events: Array.from({ length: 5_000 }, (_, n) => ({
        name: `event ${n}`,
        timeUnixNano: at(1),
      })),
    },
  ],
};

/** What must hold of each beside the number of its spans; a sentence where it does not. */
const CHECKS: Readonly<Record<string, (found: DossierFound) => string | false>> = {
  dup_span_ids_client_server: ({ spans }) =>
    !spans.some(({ name }) => name === 'client call') && 'the client is hidden',
  end_zero: ({ spans: [one] }) => one?.duration_us !== 0 && `it lasts ${one?.duration_us} µs`,
  start_zero: ({ spans: [one] }) =>
    (one?.duration_us ?? MINUTE_US) >= MINUTE_US && `it lasts ${one?.duration_us} µs`,
  future_1h: movedFault,
  past_400d: movedFault,
  no_service: ({ spans: [one] }) => one?.service === undefined && 'it has no service at all',
  many_events: ({ spans: [one] }) => (one?.events.length ?? 0) > 5_000 && 'too many events',
};

function movedFault({ spans: [one] }: DossierFound): string | false {
  const kept = one?.attributes['request_desk.original_timestamp'];
  return kept === undefined && 'its original time is not kept';
}

/** The names of the cases in a directory. */
export function traceCaseNames(directory: string): string[] {
  return readdirSync(directory).filter((name) => name.startsWith('trace-'));
}

/** Sends a case by OTLP/JSON and looks its trace up; what is wrong with the answer. */
export async function traceCaseFaults(
  desk: LookupDesk,
  preparation: Preparation,
  path: { readonly directory: string; readonly name: string },
): Promise<string[]> {
  const name = path.name.replace(/^trace-|\.json$/g, '');
  const stored = caseFile.parse(JSON.parse(readFileSync(join(path.directory, path.name), 'utf8')));
  const movedMs = Date.now() - AGO_MS - WRITTEN_MS;
  const at = (ms: number) => String(BigInt(WRITTEN_MS + movedMs + ms) * 1_000_000n);
  const spans = (stored.spans ?? MADE[name]?.(at) ?? []).map((one) =>
    stored.spans ? moved(one, movedMs) : one,
  );
  const service = { key: 'service.name', value: { stringValue: 'billing' } };
  const resource = name === 'no_service' ? {} : { attributes: [service] };
  const body = { resourceSpans: [{ resource, scopeSpans: [{ scope: {}, spans }] }] };
  await accept({ spool: desk.spool, preparation }, PARCEL, Buffer.from(JSON.stringify(body)));
  await desk.settle();
  const traceId = spans[0]?.traceId ?? '';
  const spellings = name === 'leading_zeros' ? [traceId, traceId.replace(/^0+/, '')] : [traceId];
  const faults = await Promise.all(spellings.map((one) => faultsOf(desk, name, one, spans.length)));
  return faults.flat().map((fault) => `${name} (${stored._expected}): ${fault}`);
}

async function faultsOf(desk: LookupDesk, name: string, asked: string, count: number) {
  const began = performance.now();
  const found = await desk.lookup.dossier(asked);
  const tookMs = performance.now() - began;
  if (!found.found) return [`${asked} is not found: ${found.explanation}`];
  const faults = [
    found.spans.length !== count && `${found.spans.length} of ${count} spans`,
    tookMs > MOST_READING_MS && `its answer took ${tookMs.toFixed(0)} ms`,
    !dossierMarkdown(found).includes(found.trace_id) && 'its Markdown does not name it',
    CHECKS[name]?.(found) ?? false,
  ];
  return faults.filter((fault) => fault !== false);
}

/** A time of 0 stays one. */
function moved(one: Span, byMs: number): Span {
  const by = (ns: string) => (ns === '0' ? ns : String(BigInt(ns) + BigInt(byMs) * 1_000_000n));
  return {
    ...one,
    startTimeUnixNano: by(one.startTimeUnixNano),
    endTimeUnixNano: by(one.endTimeUnixNano),
  };
}

function hex(n: number): string {
  return n.toString(16).padStart(16, '0');
}
