import type { FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.ts';
import { nearMiss } from './near-miss.ts';
import { printable } from './printable.ts';
import { type Refused, refuse } from './refuse.ts';

/** Reads one parameter: its value, or why it is refused (the field's name is added). */
export type ReadParameter<T> = (text: string) => { read: T } | Omit<Refused, 'field'>;

type Readers = Readonly<Record<string, ReadParameter<unknown>>>;
type Values<R extends Readers> = {
  [Name in keyof R]?: R[Name] extends ReadParameter<infer T> ? T : never;
};

/**
 * The query's parameters as `readers` read them; absent ones are absent. Throws `invalid_request`
 * naming every unknown, repeated or invalid parameter.
 */
export function readQuery<R extends Readers>(request: FastifyRequest, readers: R): Values<R> {
  const names = Object.keys(readers);
  const values: Record<string, unknown> = Object.create(null);
  const [unknown, invalid]: [Refused[], Refused[]] = [[], []];
  const seen = new Set<string>();
  for (const [name, text] of pairsOf(request.raw.url ?? '')) {
    if (seen.has(name)) {
      invalid.push({ field: name, rule: 'duplicate', says: `${printable(name)} is given twice` });
      continue;
    }
    seen.add(name);
    const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (read === undefined) {
      unknown.push(unknownParameter(name, names));
      continue;
    }
    const result = read(text);
    if ('read' in result) values[name] = result.read;
    else invalid.push({ field: name, ...result });
  }
  if (invalid.length > 0) refuse(request, 'parameter_invalid', [...invalid, ...unknown]);
  if (unknown.length > 0) refuse(request, 'parameter_unknown', unknown);
  return values as Values<R>;
}

function unknownParameter(field: string, allowed: readonly string[]): Refused {
  const near = nearMiss(field, allowed);
  const takes = allowed.length === 0 ? 'takes no parameters' : `takes ${allowed.join(', ')}`;
  return {
    field: printable(field),
    rule: 'unknown',
    ...(near === undefined ? {} : { nearMiss: near }),
    says: `${printable(field) || 'A parameter without a name'} is not a parameter of this route, which ${takes}`,
  };
}

/** Name and value of each parameter, decoded. Throws on broken percent-encoding. */
function* pairsOf(url: string): Iterable<[string, string]> {
  const start = url.indexOf('?');
  if (start < 0) return;
  const end = url.indexOf('#', start);
  for (const part of url.slice(start + 1, end < 0 ? undefined : end).split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = equals < 0 ? part : part.slice(0, equals);
    yield [decoded(name), equals < 0 ? '' : decoded(part.slice(equals + 1))];
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new ApiError('invalid_request', {
      cause: 'url_malformed',
      message:
        'The query has broken percent-encoding: each % must begin the code of a byte, and the ' +
        'bytes must be UTF-8. Build the URL with a URL library.',
    });
  }
}
