import { REQUEST_EVENTS } from '@request-desk/shared/legacy-contract';
import type { Clamp } from '../../server/src/clickhouse/segments/insert-select.ts';
import { MalformedBody } from '../../server/src/ingest/body-faults.ts';
import type { StoredSignal } from './otlp-descriptors.ts';

/** A value of a row: text and ids in hexadecimal, doubles as numbers, pairs flattened. */
export type Cell = string | number | readonly Cell[];
export type Row = readonly Cell[];

// biome-ignore lint/suspicious/noExplicitAny: messages of a reflected schema have no static type
type Message = any;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase();
const hexText = (text: string) => hexOf(Buffer.from(text));

/** What a body should become in the table, by the library's reading of it. */
export function expectedRows(signal: StoredSignal, request: Message, clamp: Clamp): Row[] {
  return signal === 'traces' ? spans(request, clamp) : records(request, clamp);
}

function spans(request: Message, clamp: Clamp): Row[] {
  return request.resourceSpans.flatMap((rs: Message) =>
    rs.scopeSpans.flatMap((ss: Message) =>
      ss.spans.map((span: Message) => [
        timeOf(span.startTimeUnixNano || span.endTimeUnixNano, clamp),
        idOf(span.traceId, 16),
        idOf(span.spanId, 8),
        idOf(span.parentSpanId, 8),
        hexOf(span.name),
        hexOf(ss.scope?.name ?? []),
        pairs(rs.resource?.attributes),
        [...pairs(span.attributes), ...replaced(span.startTimeUnixNano, clamp)],
        span.events.map((event: Message) => [hexOf(event.name), pairs(event.attributes)]),
        span.links.map((link: Message) => [idOf(link.traceId, 16), pairs(link.attributes)]),
        hexOf(span.status?.message ?? []),
      ]),
    ),
  );
}

function records(request: Message, clamp: Clamp): Row[] {
  return request.resourceLogs.flatMap((rl: Message) =>
    rl.scopeLogs.flatMap((sl: Message) =>
      sl.logRecords.map((record: Message) => {
        const sent = record.timeUnixNano > 0n ? record.timeUnixNano : record.observedTimeUnixNano;
        return [
          isRequestEvent(record) && !inside(sent, clamp)
            ? String(clamp.receivedNs)
            : timeOf(sent, clamp),
          idOf(record.traceId, 16),
          idOf(record.spanId, 8),
          record.severityNumber & 255,
          hexOf(record.severityText),
          cellOf(record.body),
          pairs(rl.resource?.attributes),
          [...pairs(record.attributes), ...original(sent, clamp)],
          hexOf(sl.scope?.name ?? []),
          hexOf(record.eventName),
        ];
      }),
    ),
  );
}

const isRequestEvent = ({ eventName }: Message) =>
  REQUEST_EVENTS.includes(new TextDecoder().decode(eventName));

const inside = (ns: bigint, clamp: Clamp) => ns >= clamp.fromNs && ns <= clamp.toNs;

function timeOf(ns: bigint, clamp: Clamp): string {
  if (inside(ns, clamp)) return String(ns);
  if (ns === 0n || ns > clamp.toNs) return String(clamp.receivedNs);
  const day = 86_400_000_000_000n;
  const days = clamp.receivedNs / day;
  const place = days * day + (ns % day);
  return String(place > clamp.receivedNs ? place - day : place);
}

function original(ns: bigint, clamp: Clamp): Cell[] {
  return ns === 0n ? [] : replaced(ns, clamp);
}

function replaced(ns: bigint, clamp: Clamp): Cell[] {
  if (inside(ns, clamp)) return [];
  return [hexText('request_desk.original_timestamp'), hexText(String(ns))];
}

function idOf(bytes: Uint8Array, size: number): string {
  return bytes.length === size && bytes.some((byte) => byte !== 0)
    ? hexOf(bytes).toLowerCase()
    : '';
}

function pairs(attributes: Message[] | undefined): Cell[] {
  return (attributes ?? []).flatMap(({ key, value }) => [hexOf(key), cellOf(value)]);
}

/** A number stands for a double, whose text is the engine's affair. */
function cellOf(any: Message): Cell {
  const { case: kind, value } = any?.value ?? {};
  switch (kind) {
    case 'stringValue':
      return hexOf(value);
    case 'boolValue':
    case 'intValue':
      return hexText(String(value));
    case 'doubleValue':
      return Math.abs(value) < 5e20 ? value : hexText(String(value));
    case 'bytesValue':
      return hexText(Buffer.from(value).toString('base64'));
    default:
      return kind === undefined ? '' : hexText(json(any, 0));
  }
}

/** In the order of their bytes; of one name the last. */
function membersOf(pairs: Message[]): [string, Message][] {
  const last = new Map<string, Message>();
  for (const { key, value } of pairs) last.set(decoder.decode(key), value);
  return [...last].sort(([a], [b]) => (hexText(a) < hexText(b) ? -1 : 1));
}

function json(any: Message, depth: number): string {
  if (depth > 100) throw new MalformedBody('too deep');
  const { case: kind, value } = any?.value ?? {};
  switch (kind) {
    case 'stringValue':
      return JSON.stringify(decoder.decode(value));
    case 'doubleValue':
      if (Object.is(value, -0)) return '-0';
      return Number.isFinite(value) ? String(value) : `"${value}"`;
    case 'bytesValue':
      return value.length === 0 ? 'null' : `"${Buffer.from(value).toString('base64')}"`;
    case 'arrayValue':
      return `[${value.values.map((item: Message) => json(item, depth + 1)).join(',')}]`;
    case 'kvlistValue':
      return `{${membersOf(value.values)
        .map(([key, of]) => `${JSON.stringify(key)}:${json(of, depth + 1)}`)
        .join(',')}}`;
    default:
      return kind === undefined ? 'null' : String(value);
  }
}
