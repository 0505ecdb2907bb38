import type { Reply } from '@request-desk/shared/dossier';
import type { Profile } from '@request-desk/shared/profile';
import { codeProfile, localText } from '@request-desk/shared/profile-codes';
import { fillSlots } from '@request-desk/shared/profile-texts';
import { sayTime } from './say-time.ts';
import type { Recovery } from './verdicts/recovery.ts';

/** All that a reply may know: nothing internal has a place in it. */
export interface ReplyFacts {
  readonly code: string;
  /** The class of the code is one of the API's own faults. */
  readonly ours: boolean;
  /** The message that the customer saw in the answer. */
  readonly message: string;
  readonly requestId: string;
  /** When the request began, milliseconds since the epoch. */
  readonly atMs: number;
  /** Empty where there is none. */
  readonly docsUrl: string;
  /** For faults of ours: whether counts show that the route works again. */
  readonly recovery?: Recovery | undefined;
}

/** Only what was proven; of everything else nothing is said. */
function nowText(recovery: Recovery | undefined): string {
  if (recovery?.kind === 'again') {
    const since = recovery.sinceMs === undefined ? '' : ` since ${sayTime(recovery.sinceMs)}`;
    return `Calls like yours have worked as usual again${since}: please retry. `;
  }
  return recovery?.kind === 'not_yet' ? 'Calls like yours are still failing. ' : '';
}

/**
 * The draft of an answer to the customer, built from an allow-list. It is the same byte for byte
 * whether a thing is absent or another organisation's: causes have no place in it.
 */
export function replyOf(profile: Profile, facts: ReplyFacts): Reply {
  const { code, message, requestId, atMs, docsUrl } = facts;
  const { title, when, nextStep } = publicTexts(profile, facts);
  const said = quoted(message);
  const sorry = facts.ours
    ? `We are sorry: this was a fault on our side. ${nowText(facts.recovery)}`
    : '';
  const at = sayTime(atMs);
  return {
    short: plain(
      `Request ${requestId} (${at}) was answered with ${code}. ${sorry}${nextStep}` +
        (docsUrl ? ` Details: ${docsUrl}` : ''),
    ),
    long: plain(
      [
        'Hello,',
        `thank you for sending the request id. We looked at ${requestId}, made on ${at}.`,
        `The API answered with the error code ${code}${title ? ` (“${title}”)` : ''}.${when ? ` ${when}` : ''}` +
          (said ? `\nThe message in the answer was: ${said}` : ''),
        `${sorry}${nextStep}`,
        ...(docsUrl ? [`More about this code: ${docsUrl}`] : []),
        'If it still does not work, send us the request id of the new attempt and we will look again.',
        'Kind regards',
      ].join('\n\n'),
    ),
  };
}

/** What everybody may read about the code; of an unknown one there is nothing but what to do. */
export function publicTexts(
  profile: Profile,
  facts: Pick<ReplyFacts, 'code'> & Partial<ReplyFacts>,
): { title: string; when: string; nextStep: string } {
  const texts = codeProfile(profile, facts.code)?.texts;
  const local = texts && localText(profile, texts);
  if (local === undefined) {
    return {
      title: '',
      when: '',
      nextStep: 'Try again, and send us the new id if it fails again.',
    };
  }
  const { code, requestId, message, atMs, docsUrl } = facts;
  const fill = (text: string) =>
    fillSlots(text, {
      ...{ code, request_id: requestId ?? '', message: quoted(message ?? ''), docs: docsUrl ?? '' },
      time: atMs === undefined ? '' : sayTime(atMs),
    });
  return { title: fill(local.title), when: fill(local.when), nextStep: fill(local.next_step) };
}

/** The message on one line, in quotation marks. */
function quoted(message: string): string {
  const line = message.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim();
  return line ? `“${line.slice(0, 500)}”` : '';
}

/** Text for a mail has no Markdown. */
function plain(text: string): string {
  return text.replaceAll('`', '');
}
