import type { NotFoundReason, Reply } from '@request-desk/shared/dossier';
import { replyLocales } from '@request-desk/shared/profile-codes';
import { fillReply } from '@request-desk/shared/replies/template';
import type { RequestFacts } from '../stored-event.ts';
import { listResultOf } from '../verdicts/success.ts';
import { frameIn, sayTimeIn } from './locales.ts';
import { framed, type ReplyWriter } from './reply.ts';
import { listed, oneLine } from './slots.ts';

type Replies = Record<string, Reply>;

/** To somebody whose id has no answer, by locale. */
export function notFoundReplies(
  writer: ReplyWriter,
  reason: NotFoundReason,
  asked: string,
): Replies {
  return inEvery(writer, (locale) => {
    const frame = frameIn(writer.profile, locale);
    return fillReply(frame.unanswered[reason], { asked });
  });
}

/** To somebody whose request succeeded, by locale. */
export function successReplies(
  writer: ReplyWriter,
  facts: Pick<RequestFacts, 'requestId' | 'startMs' | 'request'>,
): Replies {
  const { profile, ends } = writer;
  const result = listResultOf(facts);
  return Object.fromEntries(
    replyLocales(profile).map((locale) => {
      const frame = frameIn(profile, locale);
      const { requestId, startMs, request } = facts;
      const slots = {
        request_id: requestId,
        time: sayTimeIn(frame, startMs),
        answer: String(request.status),
        // Of an empty list the next sentence speaks.
        items: result && result.items > 0 ? String(result.items) : '',
        filters: result?.filters.map((filter) => filter.replace(/:[a-z]+/g, '')).join(', ') ?? '',
      };
      const what = fillReply(frame.success.what, slots);
      const { empty, more } = result ?? {};
      const text = empty ? frame.success.empty[empty] : more ? frame.success.more : undefined;
      const next = fillReply(text ?? frame.success.next, slots);
      const short = fillReply(frame.short, { ...slots, text: `${what} ${next}` });
      const paragraphs = [fillReply(frame.opening, slots), `${what} ${next}`];
      return [locale, framed(frame, ends, { short, paragraphs })];
    }),
  );
}

const SHOWN_SEEN = 3;

/**
 * To somebody who wrote without an id: asks for exactly what helps to find the call. What `seen` looks
 * like an id in the text is named, because they believe to have sent one; never what it may be.
 */
export function withoutIdReplies(writer: ReplyWriter, seen: readonly string[] = []): Replies {
  const shown = seen.slice(0, SHOWN_SEEN).map((text) => `“${oneLine(text)}”`);
  return inEvery(writer, (locale) => {
    const { without_id, damaged_id, and } = frameIn(writer.profile, locale);
    if (shown.length === 0) return without_id;
    return fillReply(damaged_id, { asked: listed(and, shown) });
  });
}

function inEvery(writer: ReplyWriter, text: (locale: string) => string): Replies {
  const { profile, ends } = writer;
  return Object.fromEntries(
    replyLocales(profile).map((locale) => {
      const body = text(locale);
      const short = body.charAt(0).toUpperCase() + body.slice(1);
      return [locale, framed(frameIn(profile, locale), ends, { short, paragraphs: [body] })];
    }),
  );
}
