import type { Lookups } from '@request-desk/shared/lookups-api';
import { BatchReply } from '../../ui/reply/batch-reply.tsx';
import { LikelyFailures } from './likely-failures.tsx';
import { NothingFound } from './nothing-found.tsx';
import { SuggestedIds } from './suggested-ids.tsx';

/**
 * A text without a whole id: what looks like one comes first, then what else the text says, then what
 * to ask the customer.
 */
export function WithoutId({ answer, text }: { answer: Lookups; text: string }) {
  const { suggestions, unread = [], likely } = answer;
  const isStored = suggestions.some(({ stored }) => stored);
  const isSeen = suggestions.length + unread.length > 0;
  return (
    <div className="space-y-4">
      {isSeen && (
        <div role="status">
          <h1 className="text-xl font-semibold tracking-tight">
            No whole request id, but something that looks like one
          </h1>
          <p className="mt-1 text-sm text-fg-2">
            {isStored
              ? 'A similar id exists: open that first. The reply below is for the case that it is not the right one.'
              : 'The reply below names it and asks for the whole id.'}
          </p>
        </div>
      )}
      <SuggestedIds answer={answer} />
      {likely ? (
        <LikelyFailures first={likely} under={isSeen} />
      ) : (
        !isSeen && <NothingFound text={text} />
      )}
      <BatchReply text={text} place="console" />
    </div>
  );
}
