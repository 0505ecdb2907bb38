/** A segment among several, by the message Piece. */
export const pieceOf = (structure: string) => `received_ms UInt64, request Tuple(${structure})`;

/** The columns into which the engine decodes OTLP, by the field names of the .proto files here. */

const ANY =
  'Tuple(string_value Nullable(String), bool_value Nullable(Bool), int_value Nullable(Int64), double_value Nullable(Float64))';
const ATTRIBUTES = `Array(Tuple(key String, value ${ANY}))`;
const RESOURCE = `Tuple(attributes ${ATTRIBUTES})`;
const SCOPE = `Tuple(name String, version String, attributes ${ATTRIBUTES})`;

const STAMP = 'sender String, own UInt64';

export const TRACES_STRUCTURE = `resource_spans Array(Tuple(resource ${RESOURCE}, scope_spans Array(Tuple(scope ${SCOPE}, spans Array(Tuple(
  trace_id String, span_id String, trace_state String, parent_span_id String, name String,
  kind Int64, start_time_unix_nano UInt64, end_time_unix_nano UInt64, attributes ${ATTRIBUTES},
  events Array(Tuple(time_unix_nano UInt64, name String, attributes ${ATTRIBUTES})),
  links Array(Tuple(trace_id String, span_id String, trace_state String, attributes ${ATTRIBUTES})),
  status Tuple(message String, code Int64))))), ${STAMP}))`;

export const LOGS_STRUCTURE = `resource_logs Array(Tuple(resource ${RESOURCE}, scope_logs Array(Tuple(scope ${SCOPE}, log_records Array(Tuple(
  time_unix_nano UInt64, severity_number Int64, severity_text String, body ${ANY},
  attributes ${ATTRIBUTES}, flags UInt32, trace_id String, span_id String,
  observed_time_unix_nano UInt64, event_name String)), schema_url String)), schema_url String, ${STAMP}))`;
