import { CATALOGUE } from '@request-desk/shared/catalogue';
import type { ErrorCode } from '@request-desk/shared/causes';
import type { Reply } from '@request-desk/shared/dossier';
import { sayTime } from './say-time.ts';

/** All that a reply may know: nothing internal has a place in it. */
export interface ReplyFacts {
  readonly code: ErrorCode;
  /** The message that the customer saw in the answer. */
  readonly message: string;
  readonly requestId: string;
  /** When the request began, milliseconds since the epoch. */
  readonly atMs: number;
  readonly docsUrl: string;
  /** For faults of ours: whether later calls show that it works again. */
  readonly works?: 'again' | 'not_yet' | undefined;
}

const NOW = {
  again: 'Later calls of the same kind succeeded, so it is working again: please retry.',
  not_yet: 'Calls of the same kind were still failing after yours.',
} as const;

/**
 * The draft of an answer to the customer, built from an allow-list. For `not_found` it is the same
 * byte for byte whether the thing is absent or another organisation's.
 */
export function replyOf(facts: ReplyFacts): Reply {
  const { code, message, requestId, atMs, docsUrl } = facts;
  const { title, when, nextStep } = CATALOGUE[code];
  const said = quoted(message);
  const now = facts.works ? `${NOW[facts.works]} ` : '';
  const sorry =
    code === 'internal_error' ? `We are sorry: this was a fault on our side. ${now}` : '';
  const at = sayTime(atMs);
  return {
    short: plain(
      `Request ${requestId} (${at}) was answered with ${code}. ${sorry}${nextStep} ` +
        `Details: ${docsUrl}`,
    ),
    long: plain(
      [
        'Hello,',
        `thank you for sending the request id. We looked at ${requestId}, made on ${at}.`,
        `The API answered with the error code ${code} (“${title}”). ${when}` +
          (said ? `\nThe message in the answer was: ${said}` : ''),
        `${sorry}${nextStep}`,
        `More about this code: ${docsUrl}`,
        'If it still does not work, send us the request id of the new attempt and we will look again.',
        'Kind regards',
      ].join('\n\n'),
    ),
  };
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
