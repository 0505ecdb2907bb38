import { escapeHtml } from '../../http/html-escape.ts';
import { facts, headline, isOpen, type Message, type Notice } from './message.ts';

const MAX_EMAIL_NOTICES = 20;

/** A message as text and as HTML, both saying the same. */
export function emailBody(message: Message): { text: string; html: string } {
  const shown = message.notices.slice(0, MAX_EMAIL_NOTICES);
  const more = message.notices.length - shown.length + message.more;
  const rest = more > 0 ? [`… and ${more} more alerts`] : [];
  return {
    text: [...shown.map(textOf), ...rest].join('\n\n'),
    html: [...shown.map(htmlOf), ...rest.map((line) => `<p>${escapeHtml(line)}</p>`)].join('<hr>'),
  };
}

function textOf(notice: Notice): string {
  const { links } = notice;
  return [
    headline(notice),
    ...facts(notice).map(([label, value]) => `${label}: ${value}`),
    ...links.requests.map(({ url }) => `Request: ${url}`),
    `Open: ${links.alert}`,
    ...(isOpen(notice) ? [`Acknowledge: ${links.acknowledge}`] : []),
    `Silence: ${links.silence}`,
    ...(links.sentry === null ? [] : [`Sentry: ${links.sentry}`]),
  ].join('\n');
}

function htmlOf(notice: Notice): string {
  const { links } = notice;
  const rows = facts(notice).map(
    ([label, value]) => `<tr><td><b>${label}</b></td><td>${escapeHtml(value)}</td></tr>`,
  );
  const requests = links.requests.map(({ id, url }) => anchor(url, id));
  if (requests.length > 0)
    rows.push(`<tr><td><b>Requests</b></td><td>${requests.join(', ')}</td></tr>`);
  const sentry = links.sentry === null ? [] : [anchor(links.sentry, 'Sentry')];
  const actions = [
    anchor(links.alert, 'Open'),
    ...(isOpen(notice) ? [anchor(links.acknowledge, 'Acknowledge')] : []),
    anchor(links.silence, 'Silence'),
    ...sentry,
  ];
  return [
    `<h2>${escapeHtml(headline(notice))}</h2>`,
    `<table cellpadding="4">${rows.join('')}</table>`,
    `<p>${actions.join(' · ')}</p>`,
  ].join('\n');
}

function anchor(url: string, label: string): string {
  return `<a href="${escapeHtml(url)}">${escapeHtml(label)}</a>`;
}
