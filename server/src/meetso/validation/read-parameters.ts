import type { FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.ts';
import { nearMiss } from './near-miss.ts';
import type { PathParameter, QueryParameter } from './parameters.ts';
import { printable } from './printable.ts';
import { type Refused, refuse } from './refuse.ts';

export type QueryParameters = Readonly<Record<string, QueryParameter<unknown>>>;
/** The values of these parameters, those that are not given among them. */
export type QueryValues<P extends QueryParameters> = {
  readonly [Name in keyof P]: P[Name]['absent'];
};

/** The query's parameters. Throws `invalid_request` naming every unknown, repeated or invalid one. */
export function readQuery<P extends QueryParameters>(
  request: FastifyRequest,
  parameters: P,
): QueryValues<P> {
  const names = Object.keys(parameters);
  const values = Object.fromEntries(names.map((name) => [name, parameters[name]?.absent]));
  const [unknown, invalid]: [Refused[], Refused[]] = [[], []];
  const seen = new Set<string>();
  for (const [name, text] of pairsOf(request.raw.url ?? '')) {
    if (seen.has(name)) {
      invalid.push({ field: name, rule: 'duplicate', says: `${printable(name)} is given twice` });
      continue;
    }
    seen.add(name);
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (parameter === undefined) {
      unknown.push(unknownParameter(name, names));
      continue;
    }
    const result = parameter.read(text, name);
    if ('read' in result) values[name] = result.read;
    else invalid.push({ field: name, ...result });
  }
  if (invalid.length > 0) refuse(request, 'parameter_invalid', [...invalid, ...unknown]);
  if (unknown.length > 0) refuse(request, 'parameter_unknown', unknown);
  return values as QueryValues<P>;
}

export type PathParameters = Readonly<Record<string, PathParameter>>;

/** The path's parameters. Throws `invalid_request` naming every one that is not what it must be. */
export function readPath<P extends PathParameters>(
  request: FastifyRequest,
  parameters: P,
): Readonly<Record<keyof P, string>> {
  const values = request.params as Record<keyof P, string>;
  const refused = Object.entries(parameters)
    .filter(([name, { published }]) => !published.safeParse(values[name]).success)
    .map(([field, { rule }]) => ({ field, rule: 'format', says: `${field} must be ${rule}` }));
  if (refused.length > 0) refuse(request, 'parameter_invalid', refused);
  return values;
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
