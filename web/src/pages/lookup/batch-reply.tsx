import { useQuery } from '@tanstack/react-query';
import { batchReplyQuery } from '../../api/lookups.ts';
import { Failure } from '../../ui/failure.tsx';
import { ReplyBox } from '../../ui/reply-box.tsx';

/** One answer to the customer for every request of the text. */
export function BatchReply({ text }: { text: string }) {
  const answer = useQuery(batchReplyQuery(text, true));
  if (answer.isError)
    return (
      <Failure
        what="The reply could not be drafted"
        error={answer.error}
        retry={() => void answer.refetch()}
      />
    );
  return answer.data?.reply ? <ReplyBox reply={answer.data.reply} /> : null;
}
