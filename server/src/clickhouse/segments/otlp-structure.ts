const TYPES: Readonly<Record<string, string>> = {
  string: 'String',
  bytes: 'String',
  bool: 'Bool',
  int64: 'Int64',
  uint64: 'UInt64',
  fixed32: 'UInt32',
  fixed64: 'UInt64',
  double: 'Float64',
};

/**
 * The columns into which the engine decodes `message` of a .proto file here, by the names of its fields:
 * messages are tuples, members of a oneof are Nullable. Throws RangeError for what it does not know.
 */
export function structureOf(proto: string, message: string): string {
  const messages = new Map(
    [...plain(proto).matchAll(/message (\w+) \{([^}]*)\}/g)].map(([, name, body]) => [name, body]),
  );
  const columns = (of: string): string => {
    const body = messages.get(of);
    if (body === undefined) throw new RangeError(`no type or message is called ${of}`);
    return [...body.matchAll(/(?:(repeated|member) )?(\w+) (\w+) = \d+;/g)]
      .map(([, label, type = '', name]) => {
        const one = TYPES[type] ?? `Tuple(${columns(type)})`;
        if (label === undefined) return `${name} ${one}`;
        return `${name} ${label === 'repeated' ? 'Array' : 'Nullable'}(${one})`;
      })
      .join(', ');
  };
  return columns(message);
}

/** Without comments and with each member of a oneof marked as one. */
function plain(proto: string): string {
  return proto
    .replaceAll(/\/\/.*/g, '')
    .replaceAll(/oneof \w+ \{([^}]*)\}/g, (_, members: string) =>
      members.replaceAll(/(\w+ \w+ = \d+;)/g, 'member $1'),
    );
}
