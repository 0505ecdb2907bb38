import { MINUTE_MS } from '@request-desk/shared/durations';
import type { Profile } from '@request-desk/shared/profile';
import { Channels } from '../alerts/channels/channels.ts';
import { HOLD_S } from '../alerts/engine/hold.ts';
import { globalScope, orgScope } from '../alerts/engine/scope.ts';
import { wilsonLower } from '../alerts/engine/statistics.ts';
import { Incidents, type NewEvent, type NewIncident } from '../alerts/incidents/incidents.ts';
import type { StoredEvidence } from '../alerts/incidents/stored-evidence.ts';
import { labelsOf, scopeText, subjectOf, titleOf } from '../alerts/incidents/subject.ts';
import type { Database } from '../database/database.ts';
import { newTimedId } from '../database/new-id.ts';
import { alertDeliveries } from '../database/schema.ts';
import type { PastTrouble } from '../meetso/demo/history/past-troubles.ts';
import { Orgs } from '../meetso/directory/orgs.ts';

const ON_CALL = 'Dana (on call)';
const NO_TARGET = { builtIn: undefined, allowPrivate: false };
/** How long a message takes to be sent and taken. */
const TAKEN_MS = 1_400;
const CHANNEL = 'On call (made up, as the demo’s past is)';

const STATUS_TEXT =
  'Some calls were answered with 500 because our database refused connections. It is over; calls that failed can be sent again.';
const STATUS_TEXTS = {
  en: STATUS_TEXT,
  de: 'Einige Aufrufe wurden mit 500 beantwortet, weil unsere Datenbank keine Verbindungen annahm. Das ist vorbei; fehlgeschlagene Aufrufe können noch einmal gesendet werden.',
};

/** Writes down what alerts there would have been in the demo's made-up past; each once. */
export function pastIncidents(
  database: Database,
  profile: Profile,
): (trouble: PastTrouble) => Promise<void> {
  const incidents = new Incidents(database);
  const orgs = new Orgs(database);
  return async (trouble) => {
    const [org = ''] = trouble.orgs;
    const scope = trouble.kind === 'outage' ? globalScope('500') : orgScope('429', org);
    const noticedAt = new Date(trouble.noticedMs);
    const soon = new Date(trouble.noticedMs + MINUTE_MS);
    const known = await incidents.within([scope.key], noticedAt, soon);
    if (known.length > 0) return;
    const subject = subjectOf(scope.key, new Map(), profile);
    const page = trouble.kind === 'outage';
    const firedAt = new Date(trouble.noticedMs);
    const row: NewIncident = {
      id: newTimedId('alr', trouble.noticedMs),
      key: scope.key,
      ruleId: subject.ruleId,
      severity: page ? 'page' : 'notify',
      title: titleOf(subject, (await orgs.find(org))?.name, profile),
      scope: scopeText(subject),
      since: new Date(trouble.fromMs),
      firedAt,
      pagedAt: page ? new Date(trouble.noticedMs + MINUTE_MS) : null,
      endedAt: new Date(trouble.toMs + HOLD_S * 1000),
      endReason: 'resolved',
      evidence: evidenceOf(trouble, labelsOf(subject, page ? 'page' : 'notify'), subject.codes),
      notified: true,
      ...(page ? { pageNotified: true, ...handled(trouble) } : {}),
    };
    await incidents.insert([row]);
    await incidents.record(eventsOf(row));
    await tell(database, row);
  };
}

/** Writes down that the channel of the past took each message about an alert. */
async function tell(database: Database, row: NewIncident): Promise<void> {
  const channelId = await pastChannel(database);
  const events = [
    { change: 'fired', at: row.firedAt },
    ...(row.pagedAt ? [{ change: 'paged', at: row.pagedAt }] : []),
    ...(row.endedAt ? [{ change: 'ended', at: row.endedAt }] : []),
  ];
  await database.orm.insert(alertDeliveries).values(
    events.map(({ change, at }) => ({
      id: newTimedId('dlv', at.getTime()),
      channelId,
      notices: [{ id: row.id, change }],
      state: 'sent' as const,
      attempts: 1,
      createdAt: at,
      nextAt: at,
      sentAt: new Date(at.getTime() + TAKEN_MS),
    })),
  );
}

/** Switched off: it gets no notifications of what happens now. */
async function pastChannel(database: Database): Promise<string> {
  const channels = new Channels(database, { ...NO_TARGET, keys: undefined });
  const there = (await channels.list()).find(({ name }) => name === CHANNEL);
  if (there) return there.id;
  const mail = { kind: 'email', host: 'mail.example', port: 587, secure: false } as const;
  const settings = { ...mail, from: 'alerts@desk.example', to: ['on-call@desk.example'] };
  const route = { severities: [], kinds: [], codes: [] };
  const values = { name: CHANNEL, enabled: false, settings, route };
  return (await channels.create(values, 'demo', new Date())).id;
}

/** Who took it on, and what support was given to say. */
function handled({ noticedMs }: PastTrouble): Partial<NewIncident> {
  return {
    acknowledgedAt: new Date(noticedMs + 2 * MINUTE_MS),
    acknowledgedBy: ON_CALL,
    owner: ON_CALL,
    statusText: STATUS_TEXT,
    statusTexts: STATUS_TEXTS,
    statusTextAt: new Date(noticedMs + 2.5 * MINUTE_MS),
    statusTextBy: ON_CALL,
  };
}

function eventsOf(row: NewIncident): NewEvent[] {
  const { id: incidentId, firedAt, pagedAt, acknowledgedAt, statusTextAt, endedAt } = row;
  const engine = { incidentId, by: 'engine' };
  const person = { incidentId, by: ON_CALL };
  return [
    { ...engine, at: firedAt, kind: 'fired' },
    ...(pagedAt ? [{ ...engine, at: pagedAt, kind: 'paged' }] : []),
    ...(acknowledgedAt ? [{ ...person, at: acknowledgedAt, kind: 'acknowledged' }] : []),
    ...(acknowledgedAt
      ? [
          {
            ...person,
            at: new Date(acknowledgedAt.getTime() + 10_000),
            kind: 'note',
            note: 'The database refuses connections (ECONNREFUSED); failing over to the standby.',
          },
        ]
      : []),
    ...(statusTextAt ? [{ ...person, at: statusTextAt, kind: 'status_text' }] : []),
    ...(endedAt ? [{ ...engine, at: endedAt, kind: 'resolved' }] : []),
  ];
}

function evidenceOf(
  { series, orgs, samples }: PastTrouble,
  labels: StoredEvidence['labels'],
  codes: readonly string[],
): StoredEvidence {
  const sum = (of: 'requests' | 'errors') => series.reduce((all, point) => all + point[of], 0);
  const [requests, errors] = [sum('requests'), sum('errors')];
  const ratio = requests > 0 ? errors / requests : 0;
  return {
    labels,
    codes: [...codes],
    samples: [...samples],
    budget: null,
    seen: {
      window_s: 60,
      requests,
      errors,
      ratio,
      // Wilson's lower end at z = 3, as the engine proves a ratio.
      proven_ratio: wilsonLower(errors, requests, 3),
      usual_ratio: 0.0002,
      orgs: orgs.slice(0, 5),
      org_count: orgs.length,
      routes: ['/public/v1/meetings'],
      releases: [],
      deployed: null,
      series: series.map(({ atMs, ...counts }) => ({
        at: new Date(atMs).toISOString(),
        ...counts,
      })),
    },
  };
}
