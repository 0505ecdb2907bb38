import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { recentErrorsQuery } from '../../api/errors.ts';
import { statusQuery } from '../../api/status.ts';
import { CommandBox } from '../../ui/command-box.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { FirstRequest } from './first-request.tsx';
import { RateStrip } from './rate-strip.tsx';
import { RecentErrors } from './recent-errors.tsx';
import { RecentLookupsList } from './recent-lookups-list.tsx';

/** The start: one box, then how the API has been doing. */
export function HomePage() {
  const status = useQuery(statusQuery());
  const errors = useQuery({ ...recentErrorsQuery({ limit: 50, live: false }), enabled: false });
  const empty =
    status.data?.requests_last_hour === 0 &&
    errors.data?.items.length === 0 &&
    status.data.pipeline.store === 'ok';
  useEffect(() => {
    document.title = 'Request Desk';
  }, []);

  return (
    <div className="mx-auto w-full max-w-[1180px] px-4 pt-10 pb-16 sm:pt-14 lg:px-6">
      <div className="mx-auto max-w-2xl text-center">
        <h1 className="text-2xl font-semibold tracking-tight text-balance">
          What did the customer send you?
        </h1>
        <div className="mt-6">
          <CommandBox big autoFocus />
        </div>
        <p className="mt-3 text-sm text-fg-3">
          An id, several ids, a whole email or a curl output.{' '}
          <span className="max-sm:hidden">
            <Kbd>Ctrl</Kbd> <Kbd>V</Kbd> works anywhere in the console.
          </span>
        </p>
        <RecentLookupsList />
      </div>
      <div className="mt-10 space-y-4">
        {empty && status.data ? (
          <FirstRequest publicApiUrl={status.data.public_api_url} />
        ) : (
          <>
            <RateStrip />
            <RecentErrors />
          </>
        )}
      </div>
    </div>
  );
}
