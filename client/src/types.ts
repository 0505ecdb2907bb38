import type { components, paths } from './schema.ts';

export type Path = keyof paths;
type Method = 'get' | 'post' | 'patch' | 'delete';

/** The methods that a path has. */
export type MethodOf<P extends Path> = {
  [M in Method]: paths[P] extends Record<M, infer O> ? (O extends object ? M : never) : never;
}[Method];
type OperationOf<P extends Path, M> = M extends keyof paths[P] ? paths[P][M] : never;

type Part<O, Kind extends string> = O extends { parameters: Record<Kind, infer V> } ? V : undefined;
type Optional<O, Kind extends string> = O extends { parameters: { [K in Kind]?: infer V } }
  ? V
  : undefined;
type Body<O> = O extends { requestBody: { content: { 'application/json': infer B } } }
  ? B
  : undefined;

/** What a call takes: only what its operation has, and all that it needs. */
export type Init<P extends Path, M> = Given<'path', Part<OperationOf<P, M>, 'path'>> &
  Given<'body', Body<OperationOf<P, M>>> & {
    readonly query?: Optional<OperationOf<P, M>, 'query'>;
    /** Of a POST, where it is to be the same as that of a call of before; a new one otherwise. */
    readonly idempotencyKey?: string;
    readonly signal?: AbortSignal;
  };
type Given<Name extends string, V> = [V] extends [undefined]
  ? unknown
  : { readonly [K in Name]: V };

type Responses<O> = O extends { responses: infer R } ? R : never;
type Content<R> = R extends { content: { 'application/json': infer B } } ? B : undefined;

/** What a call that succeeds is answered with. */
export type Answer<P extends Path, M> = {
  [S in keyof Responses<OperationOf<P, M>>]: S extends 200 | 201 | 204
    ? Content<Responses<OperationOf<P, M>>[S]>
    : never;
}[keyof Responses<OperationOf<P, M>>];

/** The eight codes, which never change within v1. */
export type Code = components['schemas']['ApiError']['error']['code'];
