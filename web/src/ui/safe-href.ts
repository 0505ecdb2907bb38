/** An address fit for a link, or undefined: only http and https, whatever a record claims. */
export function safeHref(address: string | null, base?: string): string | undefined {
  if (address === null || address === '') return undefined;
  const url = URL.parse(address, base);
  return url && /^https?:$/.test(url.protocol) ? url.href : undefined;
}
