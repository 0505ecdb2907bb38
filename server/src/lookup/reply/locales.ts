import type { Profile } from '@request-desk/shared/profile';
import { replyLocales } from '@request-desk/shared/profile-codes';
import type { CauseReply, ReplyFrame } from '@request-desk/shared/replies/catalogue';
import { GERMAN } from '@request-desk/shared/replies/frame-de';
import { ENGLISH } from '@request-desk/shared/replies/frame-en';

const FRAMES: Readonly<Record<string, ReplyFrame>> = { en: ENGLISH, de: GERMAN };

/** `asked` if replies can be written in it, else the profile's own. */
export function replyLocale(profile: Profile, asked: string | undefined): string {
  return replyLocales(profile).find((locale) => locale === asked) ?? profile.locale;
}

/** All of a reply that is not about its cause; what a language lacks is English. */
export function frameIn({ replies }: Profile, locale: string): ReplyFrame {
  const base = FRAMES[locale.split('-')[0] ?? ''] ?? ENGLISH;
  const own = Object.hasOwn(replies, locale) ? replies[locale]?.frame : undefined;
  return Object.assign({ ...base }, own);
}

/** What the profile says of a cause, in that language; undefined where it says nothing. */
export function causeReplyIn(
  { replies }: Profile,
  locale: string,
  code: string,
  cause: string,
): CauseReply | undefined {
  const causes = Object.hasOwn(replies, locale) ? replies[locale]?.causes : undefined;
  const own = causes && Object.hasOwn(causes, code) ? causes[code] : undefined;
  return own && Object.hasOwn(own, cause) ? own[cause] : undefined;
}

/** A time as people write it in that language, with its zone named. */
export function sayTimeIn({ time }: ReplyFrame, ms: number): string {
  const [, YYYY = '', MM = '', DD = '', hh = '', mm = '', ss = ''] =
    /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)/.exec(new Date(ms).toISOString()) ?? [];
  const digits: Readonly<Record<string, string>> = { YYYY, MM, DD, hh, mm, ss };
  return time.replace(/YYYY|MM|DD|hh|mm|ss/g, (part) => digits[part] ?? '');
}
