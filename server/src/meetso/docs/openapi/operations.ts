import type { Deprecations } from '../../deprecation.ts';
import { MEETING_OPERATIONS, MEETING_SCHEMAS } from '../../meetings/operations.ts';
import type { Scope } from '../../scopes.ts';
import { callOf, described, type Operation } from './operation.ts';
import type { Json } from './schemas.ts';

/** The calls of the API by their ids; a resource adds its own. */
const OPERATIONS: Readonly<Record<string, Operation>> = { ...MEETING_OPERATIONS };

/** What the operations send and answer, by name. */
export const RESOURCE_SCHEMAS: Json = { ...MEETING_SCHEMAS };

/** Every path with its operations; those that go away say so. */
export function operations(deprecations: Deprecations): Readonly<Record<string, Json>> {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [id, one] of Object.entries(OPERATIONS)) {
    const [method = '', path = ''] = callOf(one).split(' ');
    const name = path.replace(':id', '{id}');
    paths[name] ??= {};
    paths[name][method.toLowerCase()] = {
      ...described(id, one),
      ...(Object.hasOwn(deprecations, callOf(one)) && { deprecated: true }),
    };
  }
  return paths;
}

/** The calls that a scope opens, as in `GET /public/v1/meetings/:id`. */
export function opensOf(scope: Scope): string[] {
  return Object.values(OPERATIONS)
    .filter((one) => one.scope === scope)
    .map(callOf);
}
