import type { EvidenceAtFiring, Incident } from '@request-desk/shared/alerts-api';

/** What happened to an alert; `ended` covers each way to end. */
export type NoticeChange = 'fired' | 'paged' | 'escalated' | 'ended' | 'reminder' | 'test';

/** One alert in a message, with links to follow. */
export interface Notice {
  readonly change: NoticeChange;
  readonly incident: Incident;
  readonly evidence: EvidenceAtFiring;
  /** True: what was seen when it fired is no longer how it is now. */
  readonly old?: boolean;
  /** Who is hit, as the customers call themselves. */
  readonly hit: readonly string[];
  readonly links: {
    readonly alert: string;
    readonly silence: string;
    readonly acknowledge: string;
    readonly sentry: string | null;
    readonly requests: readonly { readonly id: string; readonly url: string }[];
  };
}

/** What a channel sends; the same again has the same id. */
export interface Message {
  readonly id: string;
  /** The service that it is about. */
  readonly source: string;
  readonly createdAt: Date;
  /** When it is sent. */
  readonly now: Date;
  readonly notices: readonly Notice[];
  /** Alerts of the same moment that are left out. */
  readonly more: number;
}

const WORDS = {
  fired: 'Alert',
  paged: 'PAGE',
  escalated: 'PAGE, not acknowledged',
  ended: 'Over',
  reminder: 'Still firing',
  test: 'Test',
} as const satisfies Record<NoticeChange, string>;

/** One line for subjects and summaries; our own words and names, never raw log text. */
export function headline({ change, incident }: Notice): string {
  return `${WORDS[change]}: ${plain(incident.title)}`;
}

export function subject({ notices, more }: Message): string {
  const [first] = notices;
  const others = notices.length + more - 1;
  if (!first) return 'Request Desk';
  return others > 0 ? `${headline(first)} and ${others} more` : headline(first);
}

/** What, who, since when, how much: label and value of each line that has something to say. */
export function facts(notice: Notice): (readonly [string, string])[] {
  const { incident, evidence, hit } = notice;
  const others = evidence.org_count - hit.length;
  const who = hit.map(plain).join(', ') + (others > 0 ? ` and ${others} more` : '');
  const lines: [string, string][] = [
    ...howMuch(notice),
    ['Since', incident.started_at],
    ['Ended', endOf(incident)],
    ['Acknowledged by', plain(incident.acknowledged?.by ?? '')],
    ['Who is hit', who],
    ['Routes', evidence.routes.map(plain).join(', ')],
    ['Release', evidence.releases.map(plain).join(', ')],
    ['Deployed shortly before', plain(evidence.deployed ?? '')],
  ];
  return lines.filter(([, value]) => value !== '');
}

function howMuch({ incident, old }: Notice): [string, string][] {
  const { current, summary, summary_of = 'fired' } = incident;
  if (!old) return [['How much', summary]];
  const text = current && `${current.errors} of ${current.requests} requests in the last minute`;
  return [
    ['How much now', text ?? ''],
    [`When it ${summary_of}`, summary],
  ];
}

function endOf({ ended_at, end_reason }: Incident): string {
  if (ended_at === null) return '';
  return end_reason === 'superseded' ? `${ended_at}, now part of a wider alert` : ended_at;
}

/** True while somebody could still take it on. */
export function isOpen({ change, incident }: Notice): boolean {
  return change !== 'test' && incident.ended_at === null && incident.acknowledged === null;
}

/** Names come from customers: one line, no control characters, not endless. */
function plain(text: string): string {
  const line = text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}
