import type { ClickHouse } from '../../server/src/clickhouse/client.ts';
import { loadConfig } from '../../server/src/config.ts';
import type { Database } from '../../server/src/database/database.ts';
import { createLookup, type Lookup } from '../../server/src/lookup/lookup.ts';
import { MEETSO_PROFILE } from '../../server/src/meetso/profile.ts';
import { orgDirectory } from '../../server/src/org-directory.ts';
import { watermarkOf } from './watermark-of.ts';

/** A lookup over a store that was filled by other means, without processes that answer. */
export function lookupOver(
  clickhouse: ClickHouse,
  database: Database,
  retentionDays = 400,
): Lookup {
  return createLookup({
    clickhouse,
    profile: MEETSO_PROFILE,
    directory: orgDirectory({ profilePath: undefined }, database),
    sentry: loadConfig({}).sentry,
    watermark: watermarkOf(clickhouse),
    alertsAt: async () => [],
    consoleUrl: () => 'http://desk',
    publicApiUrl: () => 'http://api',
    retentionDays,
    now: Date.now,
  });
}
