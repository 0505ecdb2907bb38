import { systemCode } from '@request-desk/shared/system-code';
import { StoreUnusable } from './schema/store-unusable.ts';
import { StoreRefused, StoreUnavailable } from './store-fault.ts';
import type { StorePlace } from './store-place.ts';

/** ClickHouse's numbers (src/Common/ErrorCodes.cpp) for an unknown user or a wrong password. */
const UNAUTHENTICATED = new Set([192, 193, 194, 516]);
/** The same for what a user may not do: read-only, not enough privileges, access denied. */
const FORBIDDEN = new Set([164, 291, 497]);

/**
 * What the person at the terminal can do about a store that refuses to be prepared, as
 * StoreUnusable; anything else, such as an outage, is returned as it is.
 */
export function explainRefusal(error: unknown, { url, database }: StorePlace): unknown {
  if (url === undefined) return explainDamage(error);
  if (!(error instanceof StoreRefused)) return error;
  const user = (url && decodeURIComponent(new URL(url).username)) || 'default';
  const cause = { cause: error };
  if (UNAUTHENTICATED.has(error.code)) {
    return new StoreUnusable(
      `ClickHouse refuses the user ${user} or its password: correct CLICKHOUSE_URL`,
      cause,
    );
  }
  if (FORBIDDEN.has(error.code)) {
    return new StoreUnusable(
      `ClickHouse does not let the user ${user} prepare the database ${database} ` +
        `(${firstLine(error.message)}): let it (GRANT ALL ON ${database}.* TO ${user}; it has to ` +
        'exist, or add the right to make it), or name another user in CLICKHOUSE_URL',
      cause,
    );
  }
  return error;
}

/** An engine in this process has nobody to refuse us: what it cannot do is about its files. */
function explainDamage(error: unknown): unknown {
  if (!(error instanceof StoreUnavailable)) return error;
  return new StoreUnusable(
    `the telemetry store in DATA_DIR/clickhouse cannot be used, it seems to be damaged ` +
      `(${sayRefusal(error)}): restore it from the backup, or move it away to start empty`,
    { cause: error },
  );
}

/** One line about a store that cannot be prepared now, without a stack. */
export function sayRefusal(error: unknown): string {
  if (error instanceof StoreUnavailable && !(error instanceof StoreRefused)) {
    const { cause } = error;
    const why = cause instanceof Error ? causeOf(cause) : String(cause ?? '');
    return `${error.message}${why === '' ? '' : ` (${firstLine(why)})`}`;
  }
  return firstLine(error instanceof Error ? error.message : String(error));
}

/** Connection faults of several addresses come as one error without a text of its own. */
function causeOf(error: Error): string {
  if (error.message !== '') return error.message;
  return systemCode(error) ?? error.name;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.slice(0, 300) ?? '';
}
