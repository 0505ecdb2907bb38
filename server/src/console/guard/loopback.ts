/** The host name of a `Host` header, without port and brackets; empty when it is malformed. */
export function hostName(header: string | undefined): string {
  const match = /^(?:\[([0-9a-f:]+)\]|([a-z0-9.-]+))(?::\d{1,5})?$/i.exec(header ?? '');
  return (match?.[1] ?? match?.[2] ?? '').toLowerCase();
}
