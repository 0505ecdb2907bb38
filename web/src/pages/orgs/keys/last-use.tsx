import type { ApiKey } from '@request-desk/shared/support-api';
import { Instant } from '../../../ui/instant.tsx';

/** Whether somebody still depends on the key. */
export function LastUse({ apiKey }: { apiKey: ApiKey }) {
  return (
    <p className="mt-2 rounded-md border border-warn-line bg-warn-soft px-3 py-2 text-warn">
      {apiKey.last_used_at ? (
        <>
          It was last used <Instant iso={apiKey.last_used_at} show="ago" />.
        </>
      ) : (
        'No known use.'
      )}
    </p>
  );
}
