/** A part of a description in OpenAPI, as it becomes JSON. */
export type OpenApiPart = Readonly<Record<string, unknown>>;

/** A route's path as OpenAPI writes it: `:id` is `{id}`. */
export function openApiPath(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}');
}
