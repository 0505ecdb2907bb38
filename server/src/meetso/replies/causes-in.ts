import type { CauseReply } from '@request-desk/shared/replies/catalogue';
import type { CauseOf, ErrorCode } from '../catalogue/causes.ts';

/** Texts for every cause of every code: the compiler counts. */
export type CauseReplies = {
  readonly [C in ErrorCode]: Readonly<Record<CauseOf<C>, CauseReply>>;
};
