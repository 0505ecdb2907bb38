import { ATTR } from '@request-desk/shared/attributes';
import { CLIENT_CLOSED } from '@request-desk/shared/client-closed';
import type { DossierFound, DossierRequest, Reply } from '@request-desk/shared/dossier';
import type { OrgReply } from '@request-desk/shared/lookups-api';
import { replyLocales } from '@request-desk/shared/profile-codes';
import type { ReplyFrame } from '@request-desk/shared/replies/catalogue';
import { fillReply } from '@request-desk/shared/replies/template';
import { routeNowOf } from '../verdicts/route-now.ts';
import type { ReplyContext } from './dossier-replies.ts';
import { type ReplyFacts, replyFacts } from './facts.ts';
import { frameIn, sayTimeIn } from './locales.ts';
import { framed, type ReplyWriter, repliesOf, replyCore } from './reply.ts';

const SHOWN_IDS = 10;

interface Member {
  readonly id: string;
  readonly atMs: number;
  /** Undefined: it succeeded. */
  readonly facts: ReplyFacts | undefined;
}

/**
 * One answer for all ids of each organisation, the one with most failures first: ids of two never
 * stand in one reply. Whose a request without a known key is, nobody knows: those of one address and
 * key prefix go together.
 */
export function batchReplies(
  writer: ReplyWriter,
  found: readonly DossierFound[],
  now: number,
  knownOf: (item: DossierFound) => ReplyContext = () => ({}),
): OrgReply[] {
  const owned = found.flatMap((item) => {
    const { request } = item;
    if (request === null || request.cause === CLIENT_CLOSED) return [];
    return [{ item, request }];
  });
  const groups = Map.groupBy(owned, ({ request }) => ownerOf(request));
  const replies = [...groups.values()].map((group) => {
    const members = group.map(({ item }) => memberOf(writer, item, now, knownOf(item)));
    const [first] = group;
    return {
      org: first?.request.org ?? '',
      org_name: first?.request.org_name ?? '',
      requests: members.length,
      failed: members.filter(({ facts }) => facts !== undefined).length,
      replies: aloneReplies(writer, group, members) ?? allReplies(writer, members),
      known_issue_in: knownIssueLanguages(members),
    };
  });
  return replies.sort((a, b) => b.failed - a.failed);
}

/** In which all texts that are quoted of open incidents are written. */
function knownIssueLanguages(members: readonly Member[]): string[] {
  const quoted = members.flatMap(({ facts }) =>
    facts?.fault?.kind === 'open' && facts.fault.knownIssue.text !== ''
      ? [Object.keys(facts.fault.knownIssue.texts)]
      : [],
  );
  const [first = [], ...others] = quoted;
  return first.filter((locale) => others.every((one) => one.includes(locale)));
}

/** About one request alone the single reply is written, which names it. */
function aloneReplies(
  writer: ReplyWriter,
  group: readonly { readonly item: DossierFound }[],
  [member]: readonly Member[],
): Record<string, Reply> | undefined {
  const [only, ...others] = group;
  if (only === undefined || others.length > 0) return undefined;
  return only.item.replies ?? (member?.facts && repliesOf(writer, member.facts));
}

function allReplies(writer: ReplyWriter, members: readonly Member[]): Record<string, Reply> {
  const locales = replyLocales(writer.profile);
  return Object.fromEntries(locales.map((locale) => [locale, batchReply(writer, members, locale)]));
}

function ownerOf({ org, key_prefix, attributes }: DossierRequest): string {
  return JSON.stringify(org ? [org] : ['', key_prefix, attributes[ATTR.clientAddress] ?? '']);
}

function memberOf(
  { profile }: ReplyWriter,
  item: DossierFound,
  now: number,
  known: ReplyContext,
): Member {
  const { request, request_id: id, trace_id: traceId, context, links } = item;
  const atMs = Date.parse(request?.started_at ?? '');
  if (request === null) return { id, atMs, facts: undefined };
  const readyMs = atMs + request.duration_ms;
  const facts = { requestId: id, traceId, startMs: atMs, readyMs, request };
  const docsUrl = links.docs ?? '';
  const recovery = context.route_now && routeNowOf(context.route_now);
  return {
    id,
    atMs,
    facts: replyFacts({ profile, facts, docsUrl, context, recovery, ...known, now }),
  };
}

function batchReply(writer: ReplyWriter, members: readonly Member[], locale: string): Reply {
  const { profile, ends } = writer;
  const frame = frameIn(profile, locale);
  const failed = members.filter(({ facts }) => facts !== undefined);
  const byText = Map.groupBy(failed, ({ facts }) => {
    const { what, next } = facts ? replyCore(profile, facts, locale) : { what: '', next: '' };
    return `${what} ${next}`.trim();
  });
  const parts = [...byText].sort(([, a], [, b]) => b.length - a.length);
  const counts = { count: String(members.length), failed: String(failed.length) };
  const opening = fillReply(frame.batch.opening, counts);
  const groups = parts.map(([text, { length }]) =>
    fillReply(frame.batch.group, { count: String(length), text }),
  );
  const lists = parts.map(([, own]) => idLines(own, frame));
  const passed = members.length - failed.length;
  const rest = passed > 0 ? [fillReply(frame.batch.passed, { count: String(passed) })] : [];
  const sentence = opening.charAt(0).toUpperCase() + opening.slice(1);
  return framed(frame, ends, {
    short: [sentence, ...groups, ...rest].join('\n'),
    paragraphs: [opening, ...groups.map((group, n) => `${group}\n${lists[n] ?? ''}`), ...rest],
  });
}

function idLines(members: readonly Member[], frame: ReplyFrame): string {
  const lines = members
    .slice(0, SHOWN_IDS)
    .map(({ id, atMs }) => `- ${id} (${sayTimeIn(frame, atMs)})`);
  const left = members.length - SHOWN_IDS;
  return [
    ...lines,
    ...(left > 0 ? [`… ${fillReply(frame.batch.more, { count: String(left) })}`] : []),
  ].join('\n');
}
