import { useQuery } from '@tanstack/react-query';
import { ShieldAlert } from 'lucide-react';
import { batchReplyQuery } from '../../api/lookups.ts';
import { Failure } from '../failure.tsx';
import { ReplyBox } from '../reply-box.tsx';
import { Skeleton } from '../skeleton.tsx';
import { knownIssueNote } from './known-issue-note.ts';

interface BatchReplyProps {
  readonly text: string;
  readonly place: 'console' | 'sidebar';
  /** Whose ticket it is; empty: not said. */
  readonly org?: string;
}

/** One answer to each customer for all of its requests in the text. */
export function BatchReply({ text, place, org = '' }: BatchReplyProps) {
  const answer = useQuery(batchReplyQuery(text, org));
  if (answer.isError)
    return (
      <Failure
        what="The reply could not be drafted"
        error={answer.error}
        retry={() => void answer.refetch()}
      />
    );
  if (answer.isPending) return <Skeleton className="h-40 rounded-xl" />;
  const { reply, org_replies: own = [], without_id: ask = {} } = answer.data ?? {};
  const withheld = answer.data?.reply_withheld;
  const draftOf = (cause: string) => ({ code: '', cause, place, request_ids: [] });
  const [question] = Object.values(ask);
  if (question) return <ReplyBox reply={question} replies={ask} draft={draftOf('no_id')} />;
  return (
    <>
      {withheld !== undefined && (
        <p className="flex gap-2 rounded-lg border border-bad-line bg-bad-soft p-2.5 text-sm">
          <ShieldAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-bad" />
          <bdi>{withheld}</bdi>
        </p>
      )}
      {own.length > 1 && (
        <p className="text-sm text-fg-2">
          The requests are of {own.length} callers, so there is a reply for each: nobody may read of
          another’s.
        </p>
      )}
      {reply && own.length === 1 ? (
        <ReplyBox
          reply={reply}
          replies={own[0]?.replies}
          draft={draftOf('several')}
          noteOn={knownIssueNote(own[0]?.known_issue_in ?? [])}
        />
      ) : (
        own.map(({ org: owner, org_name, requests, replies, known_issue_in: languages = [] }) => {
          const [first] = Object.values(replies);
          const whose = org_name || owner || 'a caller without a known key';
          const title = `Reply to ${whose}, ${requests} ${requests === 1 ? 'request' : 'requests'}`;
          return (
            first && (
              <ReplyBox
                key={`${owner} ${first.long}`}
                reply={first}
                replies={replies}
                title={title}
                draft={draftOf('several')}
                noteOn={knownIssueNote(languages)}
              />
            )
          );
        })
      )}
    </>
  );
}
