import { type Alerts, type AlertsOptions, startAlerts } from '../../server/src/alerts/alerts.ts';
import { MEETSO_PROFILE } from '../../server/src/meetso/profile.ts';
import { TEST_KEYS } from '../alerts/test-keys.ts';
import type { AlertsDesk } from './alerts-desk.ts';

/** Alerts on the stores of a desk that evaluate nothing by themselves; `set` is what is not as in a desk that sets nothing. */
export function startTestAlerts(
  { clickhouse, database, now, log }: Pick<AlertsDesk, 'clickhouse' | 'database' | 'now' | 'log'>,
  set: Partial<AlertsOptions> = {},
): Promise<Alerts> {
  return startAlerts({
    keys: TEST_KEYS,
    profile: MEETSO_PROFILE,
    directory: undefined,
    webhookUrl: undefined,
    instance: 'console',
    consoleUrl: () => 'http://127.0.0.1:8081',
    sentry: { dsn: undefined, url: undefined, org: undefined, project: undefined },
    allowPrivateTargets: false,
    evaluate: false,
    referenceMs: now,
    retentionDays: 30,
    clickhouse,
    database,
    now,
    log,
    ...set,
  });
}
