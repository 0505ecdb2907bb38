import type { CauseKind, CodeClass } from '@request-desk/shared/profile';
import type { CauseReply } from '@request-desk/shared/replies/catalogue';

/** Whether repeating the same call can help, and how. */
export type Retry = 'never' | 'after_retry_after' | 'backoff';

/** All that is said of a code: what everyone may know, and what staff need on top. */
export interface CodeEntry {
  readonly status: number;
  readonly class: CodeClass;
  readonly title: string;
  /** Public: when the API answers with this code. */
  readonly when: string;
  /** Public: what the caller should do; also the reply's next step. */
  readonly nextStep: string;
  readonly retry: Retry;
  /** Staff only: the internal truth behind the code. Every error event carries exactly one of them. */
  readonly causes: Readonly<Record<string, CauseEntry>>;
}

/** One cause: its meaning for staff, and what a reply says of it. */
export interface CauseEntry {
  /** What the desk understands it as; its verdict looks for what that kind is about. */
  readonly kind: CauseKind;
  /** One sentence: what happened. */
  readonly meaning: string;
  /** What the support person does next, in order. */
  readonly remediation: readonly string[];
  /** For the customer, in each language that replies are written in. */
  readonly replies: Readonly<Record<'en' | 'de', CauseReply>>;
}
