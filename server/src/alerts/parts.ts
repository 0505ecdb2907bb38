import type { SentrySettings } from '@request-desk/fastify/settings';
import type { Profile } from '@request-desk/shared/profile';
import type { ClickHouse } from '../clickhouse/client.ts';
import type { Database } from '../database/database.ts';
import type { DirectoryOrg } from '../directory/directory.ts';
import type { Channels } from './channels/channels.ts';
import type { Outbox } from './delivery/outbox.ts';
import type { Deploys } from './deploys/deploys.ts';
import type { Incidents } from './incidents/incidents.ts';
import type { Objectives } from './objectives/objectives.ts';
import type { Rules } from './rules/rules.ts';
import type { Silences } from './silences/silences.ts';

/** What organisations call themselves, as far as anybody here knows. */
export interface OrgNames {
  find(id: string): Promise<DirectoryOrg | undefined>;
}

/** What the routes of alerts stand on. */
export interface AlertParts {
  readonly clickhouse: ClickHouse;
  readonly database: Database;
  readonly orgs: OrgNames;
  readonly profile: Profile;
  readonly incidents: Incidents;
  readonly rules: Rules;
  readonly objectives: Objectives;
  /** RETENTION_DAYS. */
  readonly retentionDays: number;
  readonly channels: Channels;
  readonly outbox: Outbox;
  readonly silences: Silences;
  readonly deploys: Deploys;
  readonly sentry: SentrySettings;
  readonly consoleUrl: () => string;
  readonly now: () => number;
}
