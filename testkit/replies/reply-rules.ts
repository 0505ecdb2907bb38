/** What every reply has to say and must never say, whatever its cause. */
import { replyFacts } from '../../server/src/lookup/reply/facts.ts';
import { repliesOf } from '../../server/src/lookup/reply/reply.ts';
import type { ReplyLanguage } from '../../server/src/meetso/catalogue/code-entry.ts';
import type { Reply } from '../../shared/src/dossier.ts';
import { EXAMPLE_PLACES } from './reply-examples.ts';
import type { ReplyExample } from './reply-sources.ts';

const WRITER = { profile: EXAMPLE_PLACES.profile, ends: {} };
/** Words of ours: causes, keys' insides, what a desk is made of. */
const INTERNAL =
  /exception|control.?plane|overload(?!et)|drain|spool|clickhouse|postgres|sentry|burst|sustained|auth_flood|other_org|route_unknown|undefined|\bnull\b|NaN|[{}[\]|]| {2}|\.\.|: \.|, \./i;

/** The drafts for what is known, by language. */
export function drafts({ sources }: Pick<ReplyExample, 'sources'>) {
  const facts = replyFacts({ ...EXAMPLE_PLACES, ...sources });
  if (facts === undefined) throw new Error('no failure');
  return repliesOf(WRITER, facts);
}

/** What is wrong with the drafts for an example, in both languages, short and long. */
export function replyFaults(one: ReplyExample): string[] {
  const { en, de } = drafts(one);
  return [...faultsOf('en', en, one.next[0], one), ...faultsOf('de', de, one.next[1], one)];
}

function faultsOf(
  locale: ReplyLanguage,
  reply: Reply | undefined,
  next: RegExp,
  { never, code }: ReplyExample,
): string[] {
  if (reply === undefined) return [`${locale}: none`];
  const faults: string[] = [];
  const check = (is: boolean, what: string) => {
    if (!is) faults.push(`${locale}: ${what}`);
  };
  for (const [length, text] of Object.entries(reply)) {
    check(next.test(text), `${length} lacks the next step ${next}`);
    check(text.includes('req_70ac81fe9ef7a3c6'), `${length} does not name the request`);
    check(!INTERNAL.test(text), `${length} says ${INTERNAL.exec(text)?.[0]}`);
    check(!never?.test(text), `${length} says ${never?.exec(text)?.[0]}`);
  }
  const isOver = /nothing left for you to do|nichts (?:mehr zu tun|weiter zu tun)/.test(reply.long);
  check(!isOver || !/please|bitte/i.test(reply.long), 'asks for something where nothing is left');
  // The code stands where customers see it: in the answer, and in the address of its page.
  const words = reply.long.replace(/https:\S+/g, '').replaceAll(/\d{3} [a-z_]+/g, '');
  check(!words.includes(code), `says ${code}`);
  if (locale === 'en') check(reply.long.includes('UTC'), 'names no time zone');
  else {
    check(reply.long.includes('25.11.2026, 14:02:07 UTC'), 'has no German time');
    check(!/\b(?:please|the|your)\b/i.test(reply.long), 'is English in part');
  }
  return faults;
}

/** What each cause’s reply may be made from; everything else is internal. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  parameter_invalid: ['request_desk.validation.issues'],
  parameter_unknown: ['request_desk.validation.issues'],
  body_invalid: ['request_desk.validation.issues'],
  body_malformed: ['request_desk.validation.issues'],
  media_type: ['request_desk.validation.issues'],
  scope_missing: ['request_desk.scope.required'],
  deleted: ['request_desk.resource.deleted_at'],
  route_unknown: ['request_desk.validation.near_miss'],
  method_unknown: ['request_desk.route.methods'],
  burst: ['rate_limit.limit', 'rate_limit.pace_ms', 'rate_limit.retry_after_s'],
  sustained: ['rate_limit.limit', 'rate_limit.pace_ms', 'rate_limit.retry_after_s'],
  auth_flood: ['rate_limit.retry_after_s'],
};
const NAMES = [
  'request_desk.org.id',
  'request_desk.api_key.id',
  'request_desk.api_key.prefix',
  'request_desk.resource.owner_org',
  'request_desk.resource.deleted_at',
  'request_desk.auth.problem',
  'exception.type',
  'exception.message',
  'client.address',
  'request_desk.sentry.event_id',
  'user_agent.original',
  'url.path',
  'http.route',
  'request_desk.rate_limit.used',
  'request_desk.rate_limit.limit',
  'service.name',
  'request_desk.rate_limit.pace_ms',
  'request_desk.rate_limit.retry_after_s',
  'request_desk.validation.issues',
  'request_desk.validation.field',
  'request_desk.scope.held',
  'request_desk.validation.value',
  'request_desk.validation.near_miss',
  'service.version',
  'request_desk.scope.required',
  'request_desk.route.methods',
  'request_desk.call.content',
];

/** Attributes of an event that must change no reply of the cause. */
export function internalOf(cause: string): string[] {
  return NAMES.filter((name) => !MAY[cause]?.some((may) => name.endsWith(may)));
}
