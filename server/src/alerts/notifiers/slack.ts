import { DeliveryFault } from './delivery-fault.ts';
import { postJson } from './http-post.ts';
import { facts, headline, isOpen, type Message, type Notice, subject } from './message.ts';
import type { Notifier } from './notifier.ts';

/** Slack refuses more than 50 blocks; an alert takes four at most. */
const MAX_SLACK_NOTICES = 10;
/** A section's text may be 3,000 characters long. */
const MAX_TEXT = 2900;

/** Blocks to an incoming webhook of Slack. */
export const slack: Notifier<'slack'> = {
  kind: 'slack',
  missing: ({ url }) =>
    url === undefined ? 'url: the address of the incoming webhook is needed' : undefined,
  target: ({ url }) => (url === undefined ? 'Slack' : new URL(url).host),
  async send(message, { url }, limits) {
    if (url === undefined) throw new DeliveryFault('the channel has no URL', { retryable: false });
    const body = JSON.stringify(payloadOf(message));
    return await postJson({ url, body }, limits);
  },
};

function payloadOf(message: Message) {
  const shown = message.notices.slice(0, MAX_SLACK_NOTICES);
  const more = message.notices.length - shown.length + message.more;
  const rest = more > 0 ? [context(`and ${more} more alerts`)] : [];
  return { text: escaped(subject(message)), blocks: [...shown.flatMap(blocksOf), ...rest] };
}

function blocksOf(notice: Notice) {
  const { links } = notice;
  const lines = facts(notice).map(([label, value]) => `*${label}:* ${escaped(value)}`);
  const requests = links.requests.map(({ id, url }) => link(url, id));
  if (requests.length > 0) lines.push(`*Requests:* ${requests.join(', ')}`);
  const sentry = links.sentry === null ? [] : [link(links.sentry, 'Sentry')];
  const actions = [
    link(links.alert, 'Open'),
    ...(isOpen(notice) ? [link(links.acknowledge, 'Acknowledge')] : []),
    link(links.silence, 'Silence'),
    ...sentry,
  ];
  return [
    { type: 'section', text: mrkdwn(`*${escaped(headline(notice))}*`) },
    { type: 'section', text: mrkdwn(lines.join('\n')) },
    context(actions.join('  ·  ')),
  ];
}

function mrkdwn(text: string) {
  return { type: 'mrkdwn', text: text.slice(0, MAX_TEXT) };
}

function context(text: string) {
  return { type: 'context', elements: [mrkdwn(text)] };
}

function link(url: string, label: string): string {
  return `<${url.replace(/[<>|]/g, encodeURIComponent)}|${escaped(label)}>`;
}

/** Slack's three control characters; without them no name can link, or call a whole channel. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
