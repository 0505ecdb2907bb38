import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stream } from '@request-desk/fastify/spool/spool';
import { ATTR, WATERMARK_EVENT } from '@request-desk/shared/attributes';
import { DAY_MS, MINUTE_MS } from '@request-desk/shared/durations';
import { REQUEST_EVENTS } from '@request-desk/shared/legacy-contract';
import { notErased } from '../erasure/erasures.ts';
import { structureOf } from './otlp-structure.ts';

const TRACES = schemaOf('otlp-traces.proto');
const LOGS = schemaOf('otlp-logs.proto');

/** What the engine reads of a request: alone, or as one Piece of several segments. */
function schemaOf(name: string) {
  const path = join(import.meta.dirname, name);
  const text = readFileSync(path, 'utf8');
  return { path, text, Request: structureOf(text, 'Request'), Piece: structureOf(text, 'Piece') };
}

/** What decides the timestamps that are taken as sent: both ends in nanoseconds since 1970. */
export interface Clamp {
  readonly fromNs: bigint;
  readonly toNs: bigint;
  /** Stands for times that were not sent; fixed per segment, so that redelivery writes the same row. */
  readonly receivedNs: bigint;
}

/** The same as numbers, or in terms of a column. */
type ClampSql = Readonly<Record<keyof Clamp, bigint | string>> & {
  /** Where this holds, a timestamp is taken as sent whatever it is. */
  readonly always?: string;
  /** Where this holds, it is an event of an API. */
  readonly own?: string;
};

const FUTURE_MS = 10 * MINUTE_MS;
const NS_PER_MS = 1_000_000n;
const DAY_NS = BigInt(DAY_MS) * NS_PER_MS;

/** The clamp of a segment that was received at `receivedMs`, in milliseconds since 1970. */
export function clampOf(receivedMs: number, retentionDays: number): Clamp {
  const ns = (ms: number) => BigInt(ms) * NS_PER_MS;
  return {
    fromNs: ns(receivedMs - retentionDays * DAY_MS),
    toNs: ns(receivedMs + FUTURE_MS),
    receivedNs: ns(receivedMs),
  };
}

/** The same for Pieces, each of which says when it was received. */
function pieceClamp(retentionDays: number): ClampSql {
  const ns = (shiftMs: number) => `((toInt64(received_ms) + ${shiftMs}) * ${NS_PER_MS})`;
  return { fromNs: ns(-retentionDays * DAY_MS), toNs: ns(FUTURE_MS), receivedNs: ns(0) };
}

/** A scalar AnyValue as text; an absent one is empty. Bodies with other kinds are rewritten on entry. */
const text = (value: string) =>
  `coalesce(${value}.string_value, toString(${value}.int_value), toString(${value}.double_value),
    toString(${value}.bool_value), '')`;

const pairs = (attributes: string) =>
  `arrayMap(a -> (tupleElement(a, 'key'), ${text("tupleElement(a, 'value')")}), ${attributes})`;
const mapOf = (array: string) => `CAST(${array}, 'Map(LowCardinality(String), String)')`;
const map = (attributes: string) => mapOf(pairs(attributes));

/** An id of another length, or of zeroes only, is none (opentelemetry-proto, Span.trace_id). */
const idOf = (size: number) => (bytes: string) =>
  `if(length(${bytes}) = ${size} AND ${bytes} != repeat('\\0', ${size}), lower(hex(${bytes})), '')`;
const traceId = idOf(16);
const spanId = idOf(8);
const time = (ns: string) => `fromUnixTimestamp64Nano(toInt64(${ns}))`;

/**
 * A producer's own records are on the reference clock, however wrong its wall clock is: they are
 * looked for by that time.
 */
const IS_WATERMARK = `lr.event_name = '${WATERMARK_EVENT}'`;
const IS_REQUEST = `lr.event_name IN ('${REQUEST_EVENTS.join("', '")}')`;

const within = (ns: string, clamp: ClampSql) =>
  `(${clamp.always ?? 'false'} OR (${ns} >= ${clamp.fromNs} AND ${ns} <= ${clamp.toNs}))`;
/**
 * Where a time outside is put. One of before the retention: the same time of day, on the last day until
 * its receipt, so that what is sent again within a day has the same place and is one row. One of the
 * future, none, and that of an API's own event: at its receipt, where it is looked for.
 */
const replaced = (ns: string, { receivedNs, toNs, own }: ClampSql) =>
  `if(${own ?? 'false'} OR ${ns} = 0 OR ${ns} > ${toNs}, toUInt64(${receivedNs}), toUInt64(${receivedNs})
    - (toUInt64(${receivedNs}) - ${ns} % toUInt64(${DAY_NS})) % toUInt64(${DAY_NS}))`;
const clamped = (ns: string, clamp: ClampSql) =>
  `if(${within(ns, clamp)}, ${ns}, ${replaced(ns, clamp)})`;
/** The attributes, and with them the time that was sent, where it was replaced. */
const withOriginal = (ns: string, attributes: string, clamp: ClampSql, none = `${ns} = 0 OR `) =>
  mapOf(
    `arrayConcat(${pairs(attributes)}, if(${none}${within(ns, clamp)}, [],
      [('${ATTR.originalTimestamp}', toString(${ns}))]))`,
  );

interface From {
  readonly table: string;
  /** Before the column that holds the resources. */
  readonly root: string;
}

/** Who sent it, and whether it is the API's own. */
const stamp = (resource: string) =>
  `${resource}.sender AS Sender, toUInt8(${resource}.own = 1) AS Own`;

const service = "ResourceAttributes['service.name']";

/** Without a start a span has a place in time by its end, and no duration; 57 years would be neither. */
const BEGAN = 'if(sp.start_time_unix_nano = 0, sp.end_time_unix_nano, sp.start_time_unix_nano)';

function tracesSelect({ table, root }: From, clamp: ClampSql): string {
  return `INSERT INTO otel_traces SELECT
    ${time(clamped(BEGAN, clamp))} AS Timestamp,
    ${traceId('sp.trace_id')} AS TraceId, ${spanId('sp.span_id')} AS SpanId,
    ${spanId('sp.parent_span_id')} AS ParentSpanId, sp.trace_state AS TraceState,
    sp.name AS SpanName,
    transform(toInt32(sp.kind), [1, 2, 3, 4, 5], ['Internal', 'Server', 'Client', 'Producer', 'Consumer'], 'Unspecified') AS SpanKind,
    ${service} AS ServiceName, ${map('rs.resource.attributes')} AS ResourceAttributes,
    ss.scope.name AS ScopeName, ss.scope.version AS ScopeVersion,
    ${withOriginal('sp.start_time_unix_nano', 'sp.attributes', clamp, '')} AS SpanAttributes,
    if(sp.end_time_unix_nano > ${BEGAN}, sp.end_time_unix_nano - ${BEGAN}, 0) AS Duration,
    transform(toInt32(sp.status.code), [1, 2], ['Ok', 'Error'], 'Unset') AS StatusCode,
    sp.status.message AS StatusMessage,
    arrayMap(e -> ${time("tupleElement(e, 'time_unix_nano')")}, sp.events) AS \`Events.Timestamp\`,
    arrayMap(e -> tupleElement(e, 'name'), sp.events) AS \`Events.Name\`,
    arrayMap(e -> ${map("tupleElement(e, 'attributes')")}, sp.events) AS \`Events.Attributes\`,
    arrayMap(l -> ${traceId("tupleElement(l, 'trace_id')")}, sp.links) AS \`Links.TraceId\`,
    arrayMap(l -> ${spanId("tupleElement(l, 'span_id')")}, sp.links) AS \`Links.SpanId\`,
    arrayMap(l -> tupleElement(l, 'trace_state'), sp.links) AS \`Links.TraceState\`,
    arrayMap(l -> ${map("tupleElement(l, 'attributes')")}, sp.links) AS \`Links.Attributes\`,
    ${stamp('rs')}
  FROM ${table}
  ARRAY JOIN ${root}resource_spans AS rs ARRAY JOIN rs.scope_spans AS ss ARRAY JOIN ss.spans AS sp`;
}

function logsSelect({ table, root }: From, bounds: ClampSql): string {
  const clamp = { ...bounds, always: IS_WATERMARK, own: IS_REQUEST };
  const sent = 'if(lr.time_unix_nano > 0, lr.time_unix_nano, lr.observed_time_unix_nano)';
  return `INSERT INTO otel_logs (Timestamp, TraceId, SpanId, TraceFlags, SeverityText,
    SeverityNumber, ServiceName, Body, ResourceSchemaUrl, ResourceAttributes, ScopeSchemaUrl,
    ScopeName, ScopeVersion, ScopeAttributes, LogAttributes, EventName, Sender, Own) SELECT
    ${time(clamped(sent, clamp))} AS Timestamp,
    ${traceId('lr.trace_id')} AS TraceId, ${spanId('lr.span_id')} AS SpanId,
    toUInt8(bitAnd(lr.flags, 255)) AS TraceFlags, lr.severity_text AS SeverityText,
    toUInt8(lr.severity_number) AS SeverityNumber, ${service} AS ServiceName,
    ${text('lr.body')} AS Body, rl.schema_url AS ResourceSchemaUrl,
    ${map('rl.resource.attributes')} AS ResourceAttributes, sl.schema_url AS ScopeSchemaUrl,
    sl.scope.name AS ScopeName, sl.scope.version AS ScopeVersion,
    ${map('sl.scope.attributes')} AS ScopeAttributes,
    ${withOriginal(sent, 'lr.attributes', clamp)} AS LogAttributes, lr.event_name AS EventName,
    ${stamp('rl')}
  FROM ${table}
  ARRAY JOIN ${root}resource_logs AS rl ARRAY JOIN rl.scope_logs AS sl ARRAY JOIN sl.log_records AS lr`;
}

/** Of an INSERT … SELECT: every value is computed, and no row is left; no planner sees that before. */
function withoutRows(sql: string): string {
  const at = sql.search(/\bSELECT\b/);
  return `${sql.slice(0, at)}SELECT * FROM (${sql.slice(at)}) WHERE toString(tuple(*)) = ''`;
}

const SETTINGS = {
  input_format_protobuf_oneof_presence: 1,
  throw_on_max_partitions_per_insert_block: 0,
  max_partitions_per_insert_block: 10_000,
  insert_deduplicate: 0,
  // No Replacing merge inside the insert, which was over half of its cost: reads deduplicate anyway.
  optimize_on_insert: 0,
  max_insert_threads: 1,
  // Deliveries are small and many: analysing the statement is most of their cost.
  query_plan_enable_optimizations: 0,
  optimize_functions_to_subcolumns: 0,
  short_circuit_function_evaluation: 'disable',
};

/** What a delivery must not do. */
interface Guards {
  /** Insert into another store than this one; see `insertSelect`. */
  readonly storeId?: string | undefined;
  /** Bring back what was erased. */
  readonly erasures?: boolean;
}

/** How a statement is told from others that do the same. */
export interface Statement extends Guards {
  /** Other text for the same schema of the bytes: a server keeps a copy of each in a file of its own. */
  readonly edition?: number;
  /** Reads and converts everything, and inserts none of it. */
  readonly dry?: boolean;
}

/** The mark gets its row when everything is there; without it the statement fails with error 395. */
const markedAs = (storeId: string) =>
  `throwIf((SELECT count() FROM request_desk_store WHERE id = toUUID('${storeId}')) = 0) = 0`;

/**
 * The statement by which the engine itself decodes OTLP bodies, and the settings it needs. `source`
 * is a path that the engine can read, or `input` for bytes sent with the statement. With
 * `retentionDays` in place of a clamp, the bytes are Pieces, each after its length. With `storeId`
 * nothing is inserted unless the store still is that one, with all its views: another process may be
 * making the tables of an empty one at this moment. With `erasures`, rows of what was erased are left out.
 */
export function insertSelect(
  stream: Stream,
  source: 'input' | { file: string },
  clamp: Clamp | { readonly retentionDays: number },
  { storeId, erasures = false, edition = 0, dry = false }: Statement = {},
) {
  const proto = stream === 'traces' ? TRACES : LOGS;
  const joined = 'retentionDays' in clamp;
  const message = joined ? 'Piece' : 'Request';
  const columns = proto[message];
  const format = joined ? 'Protobuf' : 'ProtobufSingle';
  const select = (table: string) => {
    const from = { table, root: joined ? 'request.' : '' };
    const bounds = joined ? pieceClamp(clamp.retentionDays) : clamp;
    const sql = stream === 'traces' ? tracesSelect(from, bounds) : logsSelect(from, bounds);
    if (dry) return withoutRows(sql);
    return guards.length === 0 ? sql : `${sql}\n  WHERE ${guards.join(' AND ')}`;
  };
  const guards = [
    ...(storeId === undefined ? [] : [markedAs(storeId)]),
    ...(erasures ? [notErased(stream === 'traces' ? 'SpanAttributes' : 'LogAttributes')] : []),
  ];
  const settings = { ...SETTINGS, format_schema_message_name: message };
  if (source === 'input') {
    const text = edition === 0 ? proto.text : `${proto.text}// ${edition}\n`;
    const schema = { format_schema_source: 'string', format_schema: text };
    const sql = `${select(`input('${columns}')`)} FORMAT ${format}`;
    return { sql, settings: { ...settings, ...schema } };
  }
  // Embedded, the engine would write a schema given as text into the working directory.
  const schema = { format_schema_source: 'file', format_schema: proto.path };
  const file = source.file.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  const sql = select(`file('${file}', '${format}', '${columns}')`);
  return { sql, settings: { ...settings, ...schema } };
}
