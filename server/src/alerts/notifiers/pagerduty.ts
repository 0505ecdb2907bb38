import { DeliveryFault } from './delivery-fault.ts';
import { postJson } from './http-post.ts';
import { facts, headline, type Notice } from './message.ts';
import type { Notifier, SendLimits, SettingsOf } from './notifier.ts';

/** One event each: more at once do not help the engineer on call. */
const MAX_EVENTS = 50;
const MAX_SUMMARY = 1024;

/** PagerDuty's Events API v2; the alert's id is the key, so a repeat changes nothing. */
export const pagerduty: Notifier<'pagerduty'> = {
  kind: 'pagerduty',
  missing: ({ routing_key }) =>
    routing_key === undefined
      ? 'routing_key: the integration key is needed again for each address'
      : undefined,
  target: ({ url }) => new URL(url).host,
  async send({ notices, source }, settings, limits) {
    let status: number | null = null;
    for (const notice of notices.slice(0, MAX_EVENTS)) {
      const events = [eventOf(notice, source)];
      // A test must not page anybody again later.
      if (notice.change === 'test') events.push(resolve(notice));
      for (const event of events) status = await sendEvent(event, settings, limits);
    }
    return status;
  },
  /** The end of an incident that nobody began: a key that is not known is refused all the same. */
  async probe({ notices: [notice] }, settings, limits) {
    return notice ? await sendEvent(resolve(notice), settings, limits) : null;
  },
};

function sendEvent(
  event: object,
  { url, routing_key }: SettingsOf<'pagerduty'>,
  limits: SendLimits,
): Promise<number> {
  if (routing_key === undefined)
    throw new DeliveryFault('the channel has no routing key', { retryable: false });
  return postJson({ url, body: JSON.stringify({ routing_key, ...event }) }, limits);
}

function resolve({ incident }: Notice): object {
  return { dedup_key: incident.id, event_action: 'resolve' };
}

function eventOf(notice: Notice, source: string): object {
  const { change, incident, links } = notice;
  if (change === 'ended') return resolve(notice);
  const { labels } = incident;
  return {
    dedup_key: incident.id,
    event_action: 'trigger',
    client: 'Request Desk',
    client_url: links.alert,
    payload: {
      summary: `${headline(notice)} (${rateText(notice)})`.slice(0, MAX_SUMMARY),
      source,
      severity: incident.severity === 'page' ? 'critical' : 'warning',
      timestamp: incident.started_at,
      component: labels.route || undefined,
      group: labels.kind,
      class: labels.code || labels.rule,
      custom_details: Object.fromEntries(facts(notice)),
    },
    links: linksOf(links),
  };
}

function rateText({ incident, old }: Notice): string {
  const { summary, summary_of = 'fired' } = incident;
  return old ? `when it ${summary_of}: ${summary}` : summary;
}

function linksOf({ silence, acknowledge, sentry, requests }: Notice['links']) {
  return [
    ...requests.map(({ id, url }) => ({ href: url, text: id })),
    { href: acknowledge, text: 'Acknowledge' },
    { href: silence, text: 'Silence' },
    ...(sentry === null ? [] : [{ href: sentry, text: 'Sentry' }]),
  ];
}
