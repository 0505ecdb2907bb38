/**
 * The part of OTLP that the engine reads, as proto3 text and as ClickHouse structures. Field names
 * and numbers are opentelemetry-proto's; what is not named here is skipped by the decoder.
 */

const COMMON = `
syntax = "proto3";
message AnyValue {
  oneof value {
    string string_value = 1;
    bool bool_value = 2;
    int64 int_value = 3;
    double double_value = 4;
  }
}
message KeyValue { string key = 1; AnyValue value = 2; }
message Resource { repeated KeyValue attributes = 1; }
message Scope { string name = 1; string version = 2; repeated KeyValue attributes = 3; }
`;

export const TRACES_SCHEMA = `${COMMON}
message Event { fixed64 time_unix_nano = 1; string name = 2; repeated KeyValue attributes = 3; }
message Link {
  bytes trace_id = 1; bytes span_id = 2; string trace_state = 3; repeated KeyValue attributes = 4;
}
message Status { string message = 2; int32 code = 3; }
message Span {
  bytes trace_id = 1; bytes span_id = 2; string trace_state = 3; bytes parent_span_id = 4;
  string name = 5; int32 kind = 6; fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8;
  repeated KeyValue attributes = 9; repeated Event events = 11; repeated Link links = 13;
  Status status = 15;
}
message ScopeSpans { Scope scope = 1; repeated Span spans = 2; }
message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
message Request { repeated ResourceSpans resource_spans = 1; }
`;

export const LOGS_SCHEMA = `${COMMON}
message LogRecord {
  fixed64 time_unix_nano = 1; int32 severity_number = 2; string severity_text = 3; AnyValue body = 5;
  repeated KeyValue attributes = 6; fixed32 flags = 8; bytes trace_id = 9; bytes span_id = 10;
  fixed64 observed_time_unix_nano = 11; string event_name = 12;
}
message ScopeLogs { Scope scope = 1; repeated LogRecord log_records = 2; string schema_url = 3; }
message ResourceLogs {
  Resource resource = 1; repeated ScopeLogs scope_logs = 2; string schema_url = 3;
}
message Request { repeated ResourceLogs resource_logs = 1; }
`;

const ANY =
  'Tuple(string_value Nullable(String), bool_value Nullable(Bool), int_value Nullable(Int64), double_value Nullable(Float64))';
const ATTRIBUTES = `Array(Tuple(key String, value ${ANY}))`;
const RESOURCE = `Tuple(attributes ${ATTRIBUTES})`;
const SCOPE = `Tuple(name String, version String, attributes ${ATTRIBUTES})`;

export const TRACES_STRUCTURE = `resource_spans Array(Tuple(resource ${RESOURCE}, scope_spans Array(Tuple(scope ${SCOPE}, spans Array(Tuple(
  trace_id String, span_id String, trace_state String, parent_span_id String, name String,
  kind Int32, start_time_unix_nano UInt64, end_time_unix_nano UInt64, attributes ${ATTRIBUTES},
  events Array(Tuple(time_unix_nano UInt64, name String, attributes ${ATTRIBUTES})),
  links Array(Tuple(trace_id String, span_id String, trace_state String, attributes ${ATTRIBUTES})),
  status Tuple(message String, code Int32)))))))`;

export const LOGS_STRUCTURE = `resource_logs Array(Tuple(resource ${RESOURCE}, scope_logs Array(Tuple(scope ${SCOPE}, log_records Array(Tuple(
  time_unix_nano UInt64, severity_number Int32, severity_text String, body ${ANY},
  attributes ${ATTRIBUTES}, flags UInt32, trace_id String, span_id String,
  observed_time_unix_nano UInt64, event_name String)), schema_url String)), schema_url String))`;
