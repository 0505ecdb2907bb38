import { create, createFileRegistry, type DescMessage } from '@bufbuild/protobuf';
import {
  FileDescriptorProtoSchema,
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
} from '@bufbuild/protobuf/wkt';

/**
 * opentelemetry-proto 1.9, written down apart from the receiver's own table. Strings are declared as
 * bytes, which is the same on the wire: receivers in the field take any text. So are entity
 * references, into which no receiver needs to look.
 */
const PROTO = `
AnyValue: string string_value 1 value, bool bool_value 2 value, int64 int_value 3 value, double double_value 4 value, ArrayValue array_value 5 value, KeyValueList kvlist_value 6 value, bytes bytes_value 7 value
ArrayValue: AnyValue* values 1
KeyValueList: KeyValue* values 1
KeyValue: string key 1, AnyValue value 2
InstrumentationScope: string name 1, string version 2, KeyValue* attributes 3, uint32 dropped_attributes_count 4
Resource: KeyValue* attributes 1, uint32 dropped_attributes_count 2, bytes* entity_refs 3
Event: fixed64 time_unix_nano 1, string name 2, KeyValue* attributes 3, uint32 dropped_attributes_count 4
Link: bytes trace_id 1, bytes span_id 2, string trace_state 3, KeyValue* attributes 4, uint32 dropped_attributes_count 5, fixed32 flags 6
Status: string message 2, int32 code 3
Span: bytes trace_id 1, bytes span_id 2, string trace_state 3, bytes parent_span_id 4, string name 5, int32 kind 6, fixed64 start_time_unix_nano 7, fixed64 end_time_unix_nano 8, KeyValue* attributes 9, uint32 dropped_attributes_count 10, Event* events 11, uint32 dropped_events_count 12, Link* links 13, uint32 dropped_links_count 14, Status status 15, fixed32 flags 16
ScopeSpans: InstrumentationScope scope 1, Span* spans 2, string schema_url 3
ResourceSpans: Resource resource 1, ScopeSpans* scope_spans 2, string schema_url 3
ExportTraceServiceRequest: ResourceSpans* resource_spans 1
LogRecord: fixed64 time_unix_nano 1, int32 severity_number 2, string severity_text 3, AnyValue body 5, KeyValue* attributes 6, uint32 dropped_attributes_count 7, fixed32 flags 8, bytes trace_id 9, bytes span_id 10, fixed64 observed_time_unix_nano 11, string event_name 12
ScopeLogs: InstrumentationScope scope 1, LogRecord* log_records 2, string schema_url 3
ResourceLogs: Resource resource 1, ScopeLogs* scope_logs 2, string schema_url 3
ExportLogsServiceRequest: ResourceLogs* resource_logs 1
`;

const SCALARS: Readonly<Record<string, Type>> = {
  string: Type.BYTES,
  bytes: Type.BYTES,
  bool: Type.BOOL,
  int32: Type.INT32,
  uint32: Type.UINT32,
  int64: Type.INT64,
  double: Type.DOUBLE,
  fixed32: Type.FIXED32,
  fixed64: Type.FIXED64,
};

const registry = createFileRegistry(
  create(FileDescriptorProtoSchema, {
    name: 'otlp.proto',
    syntax: 'proto3',
    messageType: PROTO.trim()
      .split('\n')
      .map((line) => {
        const [name = '', fields = ''] = line.split(': ');
        const inOneof = fields.includes(' value,') && name === 'AnyValue';
        return {
          name,
          field: fields.split(', ').map(fieldOf),
          oneofDecl: inOneof ? [{ name: 'value' }] : [],
        };
      }),
  }),
  () => undefined,
);

function fieldOf(text: string) {
  const [type = '', name = '', number = '', oneof] = text.split(' ');
  const bare = type.replace('*', '');
  const scalar = SCALARS[bare];
  return {
    name,
    number: Number(number),
    label: type.endsWith('*') ? Label.REPEATED : Label.OPTIONAL,
    type: scalar ?? Type.MESSAGE,
    ...(scalar === undefined ? { typeName: `.${bare}` } : {}),
    ...(oneof === undefined ? {} : { oneofIndex: 0 }),
  };
}

function descriptor(name: string): DescMessage {
  const found = registry.getMessage(name);
  if (found === undefined) throw new RangeError(`no message is called ${name}`);
  return found;
}

export type StoredSignal = 'traces' | 'logs';

/** The request message of each signal. */
export const REQUEST: Readonly<Record<StoredSignal, DescMessage>> = {
  traces: descriptor('ExportTraceServiceRequest'),
  logs: descriptor('ExportLogsServiceRequest'),
};
