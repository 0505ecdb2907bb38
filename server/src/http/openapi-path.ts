/** A route's path as OpenAPI writes it: `:id` is `{id}`. */
export function openApiPath(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}');
}
