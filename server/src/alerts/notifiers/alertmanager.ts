import { DAY_MS, MINUTE_MS } from '@request-desk/shared/durations';
import { postJson } from './http-post.ts';
import { facts, headline, type Message, type Notice } from './message.ts';
import type { Notifier } from './notifier.ts';

/** Alertmanager ends what is not sent again; reminders come well within a day. */
const LASTS_MS = DAY_MS;
const TEST_LASTS_MS = MINUTE_MS;

/** Alerts for Alertmanager's API v2, which groups, routes and silences them itself. */
export const alertmanager: Notifier<'alertmanager'> = {
  kind: 'alertmanager',
  missing: null,
  target: ({ url }) => new URL(url).host,
  async send(message, { url }, limits) {
    const body = JSON.stringify(message.notices.flatMap((notice) => alertsOf(notice, message)));
    return await postJson({ url: addressOf(url), body }, limits);
  },
  async probe(_message, { url }, limits) {
    return await postJson({ url: addressOf(url), body: '[]' }, limits);
  },
};

function addressOf(url: string): string {
  return `${url.replace(/\/+$/, '')}/api/v2/alerts`;
}

/** An alert is its labels: one that becomes a page ends as a notification. */
function alertsOf(notice: Notice, { now }: Message) {
  const { change, incident } = notice;
  const fires = alertOf(notice, incident.severity, endOf(notice, now));
  return change === 'paged' ? [alertOf(notice, 'notify', now), fires] : [fires];
}

function endOf({ change, incident }: Notice, now: Date): Date {
  if (change === 'test') return new Date(now.getTime() + TEST_LASTS_MS);
  const { ended_at } = incident;
  return ended_at === null ? new Date(now.getTime() + LASTS_MS) : new Date(ended_at);
}

function alertOf(notice: Notice, severity: string, endsAt: Date) {
  const { incident, links } = notice;
  const { labels } = incident;
  return {
    // An empty label is an absent one.
    labels: {
      alertname: labels.rule,
      severity,
      kind: labels.kind,
      alert_id: incident.id,
      code: labels.code,
      route: labels.route,
      org: labels.org,
    },
    annotations: {
      summary: headline(notice),
      description: facts(notice)
        .map(([label, value]) => `${label}: ${value}`)
        .join('\n'),
      requests: links.requests.map(({ url }) => url).join(' '),
      silence_url: links.silence,
      ...(links.sentry === null ? {} : { sentry_url: links.sentry }),
    },
    startsAt: incident.started_at,
    endsAt: endsAt.toISOString(),
    generatorURL: links.alert,
  };
}
