import type { ClickHouse } from '../clickhouse/client.ts';
import type { Config } from '../config.ts';
import type { Database } from '../database/database.ts';
import type { Orgs } from '../database/orgs.ts';
import type { Channels } from './channels/channels.ts';
import type { Outbox } from './delivery/outbox.ts';
import type { Deploys } from './deploys/deploys.ts';
import type { Incidents } from './incidents/incidents.ts';
import type { Rules } from './rules/rules.ts';
import type { Silences } from './silences/silences.ts';

/** What the routes of alerts stand on. */
export interface AlertParts {
  readonly clickhouse: ClickHouse;
  readonly database: Database;
  readonly orgs: Orgs;
  readonly incidents: Incidents;
  readonly rules: Rules;
  readonly channels: Channels;
  readonly outbox: Outbox;
  readonly silences: Silences;
  readonly deploys: Deploys;
  readonly sentry: Config['sentry'];
  readonly consoleUrl: () => string;
  readonly now: () => number;
}
