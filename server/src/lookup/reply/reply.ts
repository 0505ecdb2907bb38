import type { Reply } from '@request-desk/shared/dossier';
import type { Profile } from '@request-desk/shared/profile';
import { codeProfile, localText, replyLocales } from '@request-desk/shared/profile-codes';
import { fillSlots } from '@request-desk/shared/profile-texts';
import type { CauseReply, ReplyFrame } from '@request-desk/shared/replies/catalogue';
import { fillReply, type ReplySlots } from '@request-desk/shared/replies/template';
import type { ReplyFacts } from './facts.ts';
import { causeReplyIn, frameIn } from './locales.ts';
import { slotsOf } from './slots.ts';

/** What this desk says at the ends of a reply instead of the catalogue's words. */
export interface ReplyEnds {
  readonly greeting?: string | undefined;
  readonly signature?: string | undefined;
}

/** Where and how replies are written. */
export interface ReplyWriter {
  readonly profile: Profile;
  readonly ends: ReplyEnds;
}

/** What happened and what to do, in one language. */
export interface ReplyCore {
  readonly what: string;
  readonly next: string;
}

/**
 * The draft of an answer to the customer in one language, built from an allow-list. It is the same
 * byte for byte whether a thing is absent or another organisation's.
 */
function replyOf({ profile, ends }: ReplyWriter, facts: ReplyFacts, locale: string): Reply {
  const frame = frameIn(profile, locale);
  const slots = slotsOf(frame, facts, locale);
  const { what, next } = replyCore(profile, facts, locale);
  // Nothing is left to do, or nothing yet: no new attempt is asked for.
  const isOver = facts.retried !== undefined || facts.removes || facts.fault?.kind === 'open';
  return framed(frame, ends, {
    short: fillReply(frame.short, { ...slots, text: `${what} ${next}`.trim() }),
    paragraphs: [
      fillReply(frame.opening, slots),
      `${what} ${next}`.trim(),
      facts.docsUrl === '' ? '' : fillReply(frame.docs, slots),
      isOver ? '' : fillReply(frame.if_again, slots),
    ],
  });
}

/** The reply in every language that the profile has, by locale. */
export function repliesOf(writer: ReplyWriter, facts: ReplyFacts): Record<string, Reply> {
  const locales = replyLocales(writer.profile);
  return Object.fromEntries(locales.map((locale) => [locale, replyOf(writer, facts, locale)]));
}

/** The middle of a reply: by cause, by what became of it since, or by the code's own texts. */
export function replyCore(profile: Profile, facts: ReplyFacts, locale: string): ReplyCore {
  const frame = frameIn(profile, locale);
  const slots = slotsOf(frame, facts, locale);
  const text = causeReplyIn(profile, locale, facts.code, facts.cause);
  const own = text ? filled(text, slots) : (codeCore(profile, facts, locale) ?? frame.other);
  const { retried, fault } = facts;
  if (retried) return { what: own.what, next: fillReply(frame.retried[retried.call], slots) };
  if (fault) return { what: own.what, next: fillReply(frame.fault[fault.kind], slots) };
  return own;
}

function filled({ what, next }: CauseReply, slots: ReplySlots): ReplyCore {
  return { what: fillReply(what, slots), next: fillReply(next, slots) };
}

/** What everybody may read about a code whose cause has no text of its own. */
function codeCore(profile: Profile, facts: ReplyFacts, locale: string): ReplyCore | undefined {
  const texts = codeProfile(profile, facts.code)?.texts;
  const local = texts && localText(profile, texts, locale);
  if (local === undefined) return undefined;
  const frame = frameIn(profile, locale);
  const { request_id = '', time = '', docs = '' } = slotsOf(frame, facts, locale);
  const { code, message } = facts;
  const fill = (text: string) => fillSlots(text, { request_id, time, docs, code, message });
  return { what: fill(local.when), next: fill(local.next_step) };
}

/** Greeting, paragraphs, closing and signature; empty paragraphs are left out. */
export function framed(
  frame: ReplyFrame,
  { greeting, signature }: ReplyEnds,
  { short, paragraphs }: { readonly short: string; readonly paragraphs: readonly string[] },
): Reply {
  const closing = signature ? `${frame.closing}\n${signature}` : frame.closing;
  const whole = [greeting ?? frame.greeting, ...paragraphs, closing].filter(Boolean);
  return { short: plain(short), long: plain(whole.join('\n\n')) };
}

/** Text for a mail has no Markdown. */
function plain(text: string): string {
  return text.replaceAll('`', '');
}
