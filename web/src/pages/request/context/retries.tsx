import type { Context } from '@request-desk/shared/dossier';
import { formatMillis } from '../../../ui/format-duration.ts';
import { RequestRows } from '../../../ui/request-rows.tsx';

/** Later calls of the same key and route. */
export function Retries({ retries }: { retries: Context['retries'] }) {
  if (retries === null)
    return <p className="text-sm text-fg-3">Not known: the request carries no known key.</p>;
  if (retries.attempts === 0)
    return <p className="text-sm text-fg-2">The same call was not seen again so far.</p>;
  const times = retries.attempts === 1 ? 'once' : `${retries.attempts} times`;
  return (
    <>
      <p className="mb-2">
        Tried again {times};{' '}
        {retries.succeeded ? (
          <strong className="font-semibold text-good">
            succeeded
            {retries.succeeded_after_ms !== null &&
              ` after ${formatMillis(retries.succeeded_after_ms)}`}
          </strong>
        ) : (
          <strong className="font-semibold text-bad">never succeeded so far</strong>
        )}
      </p>
      <RequestRows caption="Retries of the same key and route" rows={retries.rows} />
    </>
  );
}
