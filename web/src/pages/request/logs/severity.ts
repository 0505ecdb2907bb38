/** Text colour of a log severity, by its OpenTelemetry or pino name. */
export function severityTone(severity: string): string {
  const name = severity.toUpperCase();
  if (/^(ERROR|FATAL)/.test(name)) return 'text-bad';
  if (name.startsWith('WARN')) return 'text-warn';
  return 'text-fg-3';
}
