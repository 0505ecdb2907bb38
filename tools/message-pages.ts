import type { IncomingHttpHeaders } from 'node:http';
import { escapeHtml } from '../server/src/http/html-escape.ts';

/** What a channel's receiver got. */
export interface Arrived {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const STYLE = `
  body { margin: 0; padding: 24px; background: #fff; color: #1d1c1d; width: 760px;
    font: 15px/1.45 system-ui, sans-serif; }
  a { color: #1264a3; text-decoration: none; }
  pre { margin: 0; font: 11px/1.4 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
  .head { color: #616061; font-size: 13px; border-bottom: 1px solid #ddd; padding-bottom: 12px; margin-bottom: 12px; }
  .context { color: #616061; font-size: 13px; }
  .block { margin: 4px 0; white-space: pre-wrap; }`;

/** An HTML page around a message. */
function pageOf(head: string, content: string): string {
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><div class="head">${head}</div>${content}`;
}

/** A request to a channel, line by line. */
export function jsonPage({ path, headers, body }: Arrived): string {
  const shown = Object.entries(headers).filter(([name]) => /^webhook-|^content-type$/.test(name));
  const lines = [`POST ${path}`, ...shown.map(([name, value]) => `${name}: ${value}`)];
  const pretty = JSON.stringify(JSON.parse(body), undefined, 2);
  return pageOf(`<pre>${escapeHtml(lines.join('\n'))}</pre>`, `<pre>${escapeHtml(pretty)}</pre>`);
}

interface Block {
  readonly type: string;
  readonly text?: { readonly text: string };
  readonly elements?: readonly { readonly text: string }[];
}

/** Slack's blocks as Slack sets them: sections and contexts of mrkdwn. */
export function slackPage({ body }: Arrived): string {
  const { text, blocks } = JSON.parse(body) as { text: string; blocks: readonly Block[] };
  const drawn = blocks.map(({ type, text, elements = [] }) => {
    const words = text ? [text.text] : elements.map((element) => element.text);
    return `<div class="block ${type}">${words.map(mrkdwn).join(' ')}</div>`;
  });
  return pageOf(`Slack, and as one line: ${text}`, drawn.join(''));
}

/** The text is escaped already: Slack's three control characters are HTML's. */
function mrkdwn(text: string): string {
  return text
    .replace(/<([^|>]+)\|([^>]*)>/g, '<a href="$1">$2</a>')
    .replace(/(^|\n|>)\*([^*\n]+)\*/g, '$1<b>$2</b>');
}

/** A mail with its subject, and its part in HTML. */
export function mailPage(mail: string): string {
  const named = (name: string) => {
    const [, value = ''] = new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, 'im').exec(mail) ?? [];
    return `<b>${name}:</b> ${escapeHtml(value.replace(/\r\n[ \t]/g, ' '))}`;
  };
  const head = ['From', 'To', 'Subject'].map(named).join('<br>');
  const start = mail.search(/content-type: text\/html/i);
  const part = mail.slice(start);
  const [headers = '', ...rest] = part.split('\r\n\r\n');
  const [content = ''] = rest.join('\r\n\r\n').split('\r\n--');
  return pageOf(head, decoded(content, /transfer-encoding: (\S+)/i.exec(headers)?.[1]));
}

function decoded(content: string, encoding: string | undefined): string {
  if (encoding === 'base64') return Buffer.from(content, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return content;
  const bytes = content
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
