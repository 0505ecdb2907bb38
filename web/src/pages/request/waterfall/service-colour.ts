const COLOURS = 8;

/** CSS colour of a service, by its order of appearance in the trace. */
export function serviceColour(services: readonly string[], service: string): string {
  return `var(--svc-${Math.max(0, services.indexOf(service)) % COLOURS})`;
}
