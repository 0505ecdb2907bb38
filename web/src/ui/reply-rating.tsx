import { useMutation } from '@tanstack/react-query';
import type { Draft } from '../api/audit.ts';
import { rateReply } from '../api/reply-uses.ts';
import { Button } from './button.tsx';

/** Asks whether a drafted reply was of use; the answer is counted by cause. */
export function ReplyRating({ draft }: { draft: Draft }) {
  const { request_ids, ...which } = draft;
  const rate = useMutation({
    mutationFn: (useful: boolean) => rateReply({ ...which, useful, request_ids: [...request_ids] }),
  });
  if (rate.isSuccess)
    return (
      <p role="status" className="mt-2.5 text-xs text-fg-2">
        Rated {rate.variables ? 'useful' : 'not useful'}.
      </p>
    );
  return (
    <fieldset disabled={rate.isPending} className="mt-2.5 flex items-center gap-1.5 text-xs">
      <legend className="sr-only">Was this reply useful?</legend>
      <span aria-hidden="true" className="text-fg-2">
        Useful?
      </span>
      <Button size="sm" onClick={() => rate.mutate(true)}>
        Yes
      </Button>
      <Button size="sm" onClick={() => rate.mutate(false)}>
        No
      </Button>
      {rate.isError && (
        <span role="alert" className="text-bad">
          The rating could not be saved. Try again.
        </span>
      )}
    </fieldset>
  );
}
