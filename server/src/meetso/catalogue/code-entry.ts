import type { CodeClass, KindOf } from '@request-desk/shared/profile';
import type { CauseReply } from '@request-desk/shared/replies/catalogue';

/** What replies are written in. */
export const REPLY_LANGUAGES = ['en', 'de'] as const;
export type ReplyLanguage = (typeof REPLY_LANGUAGES)[number];

/** Whether repeating the same call can help, and how. */
export type Retry = 'never' | 'after_retry_after' | 'backoff';

/** All that is said of a code: what everyone may know, and what staff need on top. */
export type CodeEntry = { readonly [C in CodeClass]: EntryOf<C> }[CodeClass];

interface EntryOf<C extends CodeClass> {
  readonly status: number;
  readonly class: C;
  readonly title: string;
  /** Public: when the API answers with this code. */
  readonly when: string;
  /** Public: what the caller should do; also the reply's next step. */
  readonly nextStep: string;
  readonly retry: Retry;
  /** Staff only: the internal truth behind the code. Every error event carries exactly one of them. */
  readonly causes: Readonly<Record<string, CauseEntry<C>>>;
}

/** One cause: its meaning for staff, and what a reply says of it. */
export interface CauseEntry<C extends CodeClass = CodeClass> {
  /** What the desk understands it as, of the class of its code; its verdict looks for what that kind is about. */
  readonly kind: KindOf<C>;
  /** One sentence: what happened. */
  readonly meaning: string;
  /** What the support person does next, in order. */
  readonly remediation: readonly string[];
  /** For the customer. */
  readonly replies: Readonly<Record<ReplyLanguage, CauseReply>>;
}
