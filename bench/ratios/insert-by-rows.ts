import { fromBinary } from '@bufbuild/protobuf';
import type { ClickHouse } from '../../server/src/clickhouse/client.ts';
import { REQUEST } from '../../testkit/otlp-fuzz/otlp-descriptors.ts';

const ROWS_PER_INSERT = 50_000;
const KINDS = ['Unspecified', 'Internal', 'Server', 'Client', 'Producer', 'Consumer'];
const STATUS = ['Unset', 'Ok', 'Error'];
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

// biome-ignore lint/suspicious/noExplicitAny: messages of a reflected schema have no static type
type Message = any;

/** The usual way: decode with a protobuf library, make a row of each span, insert JSONEachRow. */
export async function insertByRows(
  clickhouse: ClickHouse,
  bodies: readonly Uint8Array[],
): Promise<void> {
  let lines: string[] = [];
  for (const body of bodies) {
    const request: Message = fromBinary(REQUEST.traces, body);
    for (const rs of request.resourceSpans) {
      const resource = mapOf(rs.resource?.attributes ?? []);
      for (const ss of rs.scopeSpans) {
        for (const span of ss.spans) lines.push(JSON.stringify(rowOf(span, ss.scope, resource)));
      }
    }
    if (lines.length >= ROWS_PER_INSERT) {
      await insert(clickhouse, lines);
      lines = [];
    }
  }
  if (lines.length > 0) await insert(clickhouse, lines);
}

function insert(clickhouse: ClickHouse, lines: readonly string[]): Promise<void> {
  return clickhouse.command(
    `INSERT INTO otel_traces FORMAT JSONEachRow ${lines.join('\n')}`,
    {},
    {
      date_time_input_format: 'best_effort',
      max_query_size: 2 ** 20,
    },
  );
}

function rowOf(span: Message, scope: Message, resource: Record<string, string>) {
  return {
    Timestamp: `${span.startTimeUnixNano / 1_000_000_000n}.${String(span.startTimeUnixNano % 1_000_000_000n).padStart(9, '0')}`,
    TraceId: hex(span.traceId),
    SpanId: hex(span.spanId),
    ParentSpanId: hex(span.parentSpanId),
    TraceState: text(span.traceState),
    SpanName: text(span.name),
    SpanKind: KINDS[span.kind] ?? 'Unspecified',
    ServiceName: resource['service.name'] ?? '',
    ResourceAttributes: resource,
    ScopeName: scope ? text(scope.name) : '',
    ScopeVersion: scope ? text(scope.version) : '',
    SpanAttributes: mapOf(span.attributes),
    Duration: Number(span.endTimeUnixNano - span.startTimeUnixNano),
    StatusCode: STATUS[span.status?.code ?? 0] ?? 'Unset',
    StatusMessage: span.status ? text(span.status.message) : '',
    'Events.Timestamp': span.events.map(
      (event: Message) => Number(event.timeUnixNano / 1_000_000n) / 1000,
    ),
    'Events.Name': span.events.map((event: Message) => text(event.name)),
    'Events.Attributes': span.events.map((event: Message) => mapOf(event.attributes)),
    'Links.TraceId': span.links.map((link: Message) => hex(link.traceId)),
    'Links.SpanId': span.links.map((link: Message) => hex(link.spanId)),
    'Links.TraceState': span.links.map((link: Message) => text(link.traceState)),
    'Links.Attributes': span.links.map((link: Message) => mapOf(link.attributes)),
  };
}

function mapOf(attributes: readonly Message[]): Record<string, string> {
  const map: Record<string, string> = {};
  for (const { key, value } of attributes) {
    const { case: kind, value: content } = value?.value ?? {};
    map[text(key)] = kind === 'stringValue' ? text(content) : String(content ?? '');
  }
  return map;
}
