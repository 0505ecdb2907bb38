import { MINUTE_MS } from '@request-desk/shared/durations';
import type { ClickHouse } from '../../clickhouse/client.ts';
import type { Database } from '../../database/database.ts';
import { evidenceOf, incidentAsWire, UNKNOWN_STATE } from '../incidents/as-wire.ts';
import { type IncidentRow, Incidents } from '../incidents/incidents.ts';
import { rateNow } from '../incidents/rate.ts';
import type { Message, Notice, NoticeChange } from '../notifiers/message.ts';
import type { OrgNames } from '../parts.ts';
import { alertLinks, type LinkOptions } from './links.ts';
import { type DeliveryRow, notices as noticesOf } from './outbox.ts';

interface ComposeOptions extends LinkOptions {
  readonly clickhouse: ClickHouse;
  readonly database: Database;
  readonly orgs: OrgNames;
  readonly now: () => number;
}

/** What was seen at the moment of firing is how it is now for so long. */
const FRESH_MS = MINUTE_MS;

/** A message names so many alerts; the rest are counted. */
const NAMED = 100;

/** Puts the message of a delivery together from what is known of its alerts by now. */
export async function compose(
  row: DeliveryRow,
  options: ComposeOptions,
): Promise<Message | undefined> {
  const refs = noticesOf.parse(row.notices);
  const named = refs.slice(0, NAMED);
  const rows = await new Incidents(options.database).findAll(named.map(({ id }) => id));
  const notices: Notice[] = [];
  for (const { id, change, softened } of named) {
    const incident = rows.get(id);
    const composed = softened && incident ? { ...incident, severity: 'notify' as const } : incident;
    if (composed) notices.push(await noticeOf(composed, change, options));
  }
  if (notices.length === 0) return undefined;
  const more = refs.length - named.length;
  const source = options.profile.service;
  return {
    id: row.id,
    source,
    createdAt: row.createdAt,
    now: new Date(options.now()),
    notices,
    more,
  };
}

async function noticeOf(
  row: IncidentRow,
  change: NoticeChange,
  { orgs, clickhouse, now, ...options }: ComposeOptions,
): Promise<Notice> {
  const { seen } = evidenceOf(row);
  const incident = incidentAsWire(row, UNKNOWN_STATE);
  const hit = await Promise.all(seen.orgs.map((id) => nameOf(orgs, id)));
  const old = now() - row.firedAt.getTime() > FRESH_MS;
  const current = old ? await rateNow(clickhouse, row, new Date(now())) : null;
  const links = alertLinks(incident, options);
  return { change, incident: { ...incident, current }, evidence: seen, hit, links, old };
}

async function nameOf(orgs: OrgNames, id: string): Promise<string> {
  if (id === '') return 'callers without a valid key';
  const org = await orgs.find(id);
  return org ? `${org.name} (${id})` : id;
}
