import { toOneLine } from '@request-desk/shared/one-line';
import type { ReplyFrame } from '@request-desk/shared/replies/catalogue';
import { fillReply, type ReplySlots } from '@request-desk/shared/replies/template';
import { sayDuration } from '../say-time.ts';
import type { ReplyFacts, ReplyProblem } from './facts.ts';
import type { KnownIssue } from './fault-now.ts';
import { sayTimeIn } from './locales.ts';

/** What a reply's texts are filled with, in the words of a language. */
export function slotsOf(frame: ReplyFrame, facts: ReplyFacts, locale: string): ReplySlots {
  const time = (ms: number | undefined) => (ms === undefined ? '' : sayTimeIn(frame, ms));
  const text = (number: number | undefined) => (number ? String(number) : '');
  const { problems = [], fault } = facts;
  return {
    request_id: facts.requestId,
    time: time(facts.atMs),
    answer: `${facts.status} ${facts.code}`.trim(),
    docs: facts.docsUrl,
    problems: problems.flatMap((one) => problemText(frame, one) ?? []).join('; '),
    fix: listed(
      frame.and,
      problems.map((one) => fixText(frame, one)),
    ),
    near: oneLine(facts.near ?? ''),
    method: facts.method ?? '',
    methods: facts.methods ?? '',
    limit: text(facts.limit),
    pace: facts.paceMs ? sayDuration(facts.paceMs) : '',
    wait: text(facts.waitS),
    scope: facts.scope ?? '',
    replacement: facts.replacement ?? '',
    holder: facts.holders?.prefix ?? '',
    holders: facts.holders && facts.holders.count > 1 ? text(facts.holders.count) : '',
    ended: time(facts.endedMs ?? (fault && 'endedMs' in fault ? fault.endedMs : undefined)),
    deleted: time(facts.deletedMs),
    writes: facts.writes ? 'yes' : '',
    removes: facts.removes ? 'yes' : '',
    in_path: facts.inPath ? 'yes' : '',
    retried: time(facts.retried?.atMs),
    began: time(fault && 'beganMs' in fault ? fault.beganMs : undefined),
    since: time(fault?.kind === 'again' ? fault.sinceMs : undefined),
    later: time(fault?.kind === 'later' ? fault.laterMs : undefined),
    failing: fault?.kind === 'later' && fault.failing ? 'yes' : '',
    open: fault?.kind === 'open' ? 'yes' : '',
    resting: fault?.kind === 'open' && fault.resting ? 'yes' : '',
    known_issue: fault?.kind === 'open' ? knownIssueIn(fault.knownIssue, locale) : '',
  };
}

/** Where nobody has written it in that language, as it is: that is still true. */
function knownIssueIn({ text, texts }: KnownIssue, locale: string): string {
  const own = Object.hasOwn(texts, locale) ? texts[locale] : undefined;
  return (own ?? text).trim();
}

function slotsOfProblem(frame: ReplyFrame, problem: ReplyProblem): ReplySlots {
  const { field, near = '', form, allowed = [], min, max, came } = problem;
  const bounds = { min: min === undefined ? '' : String(min), max: String(max ?? '') };
  const isOther = came !== undefined && !fits(form, came);
  return {
    field: oneLine(field),
    near: oneLine(near),
    expected: form ? fillReply(frame.forms[form], { ...bounds, allowed: allowed.join(', ') }) : '',
    came: isOther ? frame.kinds[came] : '',
  };
}

/** The kind is right, and something else is wrong. */
function fits(form: ReplyProblem['form'], came: string): boolean {
  if (form === 'whole_number' || form === 'number') return came === 'number';
  return form === 'object' ? came === 'object' : came === 'text';
}

/** Undefined where the sentence before says it already. */
function problemText(frame: ReplyFrame, problem: ReplyProblem): string | undefined {
  const { rule } = problem;
  if (rule === 'content_type' || rule === 'content_encoding') return undefined;
  const texts: Readonly<Record<string, string>> = frame.problems;
  const text = Object.hasOwn(texts, rule) ? texts[rule] : undefined;
  return fillReply(text ?? frame.problems.wrong, slotsOfProblem(frame, problem));
}

function fixText(frame: ReplyFrame, problem: ReplyProblem): string {
  const { rule, isQuotedNumber } = problem;
  const texts: Readonly<Record<string, string>> = frame.fixes;
  const text = Object.hasOwn(texts, rule) ? texts[rule] : undefined;
  const other = isQuotedNumber ? frame.fixes.unquoted : frame.fixes.wrong;
  return fillReply(text ?? other, slotsOfProblem(frame, problem));
}

/** Parts of a sentence as people list them. */
export function listed(and: string, parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')}${and}${last}`;
}

/** A caller's text must not write lines of its own. */
export function oneLine(text: string): string {
  return toOneLine(text).trim().slice(0, 200);
}
