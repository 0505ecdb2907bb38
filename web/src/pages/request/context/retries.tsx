import type { Context } from '@request-desk/shared/dossier';
import { formatMillis } from '../../../ui/format-duration.ts';
import { RequestRows } from '../../../ui/request-rows.tsx';

/** Later calls of the same key and route; whether they are the same call, nobody knows. */
export function Retries({ retries }: { retries: Context['retries'] }) {
  if (retries === null)
    return <p className="text-sm text-fg-3">Not known: the request carries no known key.</p>;
  if (retries.attempts === 0)
    return (
      <p className="text-sm text-fg-2">This key has not called the same route again so far.</p>
    );
  const calls = retries.attempts === 1 ? 'The next call' : `Of the next ${retries.attempts} calls`;
  return (
    <>
      <p className="mb-2">
        {calls} of this key on the same route{retries.attempts === 1 ? ' ' : ', '}
        {retries.succeeded && retries.attempts > 1 && 'one '}
        {retries.succeeded ? (
          <strong className="font-semibold text-good">
            succeeded
            {retries.succeeded_after_ms !== null &&
              ` after ${formatMillis(retries.succeeded_after_ms)}`}
          </strong>
        ) : (
          <strong className="font-semibold text-bad">
            {retries.attempts === 1 ? 'did not succeed' : 'none succeeded so far'}
          </strong>
        )}
      </p>
      <RequestRows caption="Later calls of the same key and route" rows={retries.rows} />
    </>
  );
}
