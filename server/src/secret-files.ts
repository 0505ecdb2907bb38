import { readFileSync } from 'node:fs';
import { systemCode } from '@request-desk/shared/system-code';

/** Each may be given as a file, by the name with `_FILE` behind it. */
const SECRETS = [
  'SECRETS_KEY',
  'STAFF_TOKEN',
  'INGEST_TOKEN',
  'INGEST_SENDERS',
  'INGEST_API_TOKEN',
  'OIDC_CLIENT_SECRET',
  'DATABASE_URL',
  'CLICKHOUSE_URL',
  'REDIS_URL',
  'SENTRY_DSN',
  'ALERT_WEBHOOK_URL',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'REQUEST_DESK_TOKEN',
];

/**
 * An environment in which each secret that is given as `NAME_FILE` stands as `NAME`, read from that
 * file without its last line break. `faults` names files that cannot be read, and variables given twice.
 */
export function withSecretFiles(env: Readonly<Record<string, string | undefined>>): {
  readonly env: Record<string, string | undefined>;
  readonly faults: readonly string[];
} {
  const read = { ...env };
  const faults: string[] = [];
  for (const name of SECRETS) {
    const path = env[`${name}_FILE`];
    if (path === undefined || path === '') continue;
    if (env[name]) {
      faults.push(`${name}_FILE: ${name} is set, too: unset one of them`);
      continue;
    }
    try {
      read[name] = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    } catch (error) {
      const code = systemCode(error);
      const why = code === undefined ? '' : ` (${code})`;
      faults.push(`${name}_FILE: ${path} cannot be read${why}`);
    }
  }
  return { env: read, faults };
}
