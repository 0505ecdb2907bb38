import type { Again, RequestContext, RequestRow } from '@request-desk/shared/dossier';
import { formatMillis } from '../../../ui/format-duration.ts';
import { RequestRows } from '../../../ui/request-rows.tsx';

/** Whether the call was made again: by fingerprints, or else by key and route alone. */
export function Retries({ retries }: { retries: RequestContext['retries'] }) {
  if (retries === null)
    return <p className="text-sm text-fg-3">Unknown: the request has no known key.</p>;
  if (retries.attempts === 0)
    return (
      <p className="text-sm text-fg-2">This key has not called the same route again so far.</p>
    );
  if (retries.again && retries.again.attempts > 0)
    return <ByFingerprint again={retries.again} rows={retries.rows} />;
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

const WHAT: Readonly<Record<Again['call'], string>> = {
  same: 'The same call was made again',
  corrected: 'It was corrected and sent again',
  other: 'The same target was called with other content',
  unread: 'The same target was called again (the body of this call was not read)',
};

function ByFingerprint({ again, rows }: { again: Again; rows: readonly RequestRow[] }) {
  const { call, attempts, succeeded_after_ms } = again;
  return (
    <>
      <p className="mb-2">
        {WHAT[call === 'corrected' && succeeded_after_ms === null ? 'other' : call]}
        {attempts > 1 && ` ${attempts} times`};{' '}
        {succeeded_after_ms === null ? (
          <strong className="font-semibold text-bad">
            {attempts === 1 ? 'it did not succeed' : 'none succeeded so far'}
          </strong>
        ) : (
          <strong className="font-semibold text-good">
            succeeded after {formatMillis(succeeded_after_ms)}
          </strong>
        )}
      </p>
      <RequestRows caption="Later calls of the same key and route" rows={rows} />
    </>
  );
}
