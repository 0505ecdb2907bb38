import { type OpenApiPart, openApiPath } from '../../../http/openapi-path.ts';
import type { Deprecations } from '../../deprecation.ts';
import { MEETINGS } from '../../meetings/operations.ts';
import type { Scope } from '../../scopes.ts';
import { callOf, described, type Resource } from './operation.ts';
import { ERROR_SCHEMAS, type PublishedSchema } from './schemas.ts';

/** What the API offers; each resource is registered in `public-api.ts`, too. */
const RESOURCES: readonly Resource[] = [MEETINGS];

export const TAGS = RESOURCES.map(({ name, description }) => ({ name, description }));

/** What the operations send and answer, failures too, by name. */
export const SCHEMAS: Readonly<Record<string, PublishedSchema>> = Object.assign(
  {},
  ...RESOURCES.map(({ schemas }) => schemas),
  ERROR_SCHEMAS,
);

/** Every path with its operations; those that go away say so. */
export function operations(
  deprecations: Deprecations,
  resources = RESOURCES,
): Readonly<Record<string, OpenApiPart>> {
  const paths: Record<string, Record<string, OpenApiPart>> = {};
  for (const resource of resources) {
    for (const [id, one] of Object.entries(resource.operations)) {
      const [method = '', path = ''] = callOf(one).split(' ');
      const name = openApiPath(path);
      paths[name] ??= {};
      paths[name][method.toLowerCase()] = {
        ...described(id, resource.name, one),
        ...(Object.hasOwn(deprecations, callOf(one)) && { deprecated: true }),
      };
    }
  }
  return paths;
}

/** The calls that a scope opens, as in `GET /public/v1/meetings/:id`. */
export function opensOf(scope: Scope): string[] {
  return RESOURCES.flatMap((resource) => Object.values(resource.operations))
    .filter((one) => one.scope === scope)
    .map(callOf);
}
