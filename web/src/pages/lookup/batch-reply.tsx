import { useQuery } from '@tanstack/react-query';
import { batchReplyQuery } from '../../api/lookups.ts';
import { Failure } from '../../ui/failure.tsx';
import { ReplyBox } from '../../ui/reply-box.tsx';

/** One answer to each customer for all of its requests in the text. */
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
  const { reply, org_replies: own = [], without_id: ask = {} } = answer.data ?? {};
  const [question] = Object.values(ask);
  if (question) return <ReplyBox reply={question} replies={ask} />;
  if (reply && own.length === 1) return <ReplyBox reply={reply} replies={own[0]?.replies} />;
  return (
    <>
      {own.length > 1 && (
        <p className="text-sm text-fg-2">
          The requests are of {own.length} callers, so there is a reply for each: nobody may read of
          another’s.
        </p>
      )}
      {own.map(({ org, org_name, requests, replies }) => {
        const [first] = Object.values(replies);
        const whose = org_name || org || 'a caller without a known key';
        const title = `Reply to ${whose}, ${requests} ${requests === 1 ? 'request' : 'requests'}`;
        return (
          first && (
            <ReplyBox key={`${org} ${first.long}`} reply={first} replies={replies} title={title} />
          )
        );
      })}
    </>
  );
}
