import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiFailure } from '../../api/client.ts';
import { meQuery } from '../../api/me.ts';
import { profileQuery } from '../../api/profile-query.ts';
import { Failure } from '../../ui/failure.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Toaster } from '../../ui/toaster.tsx';
import { TicketAnswer } from './ticket-answer.tsx';
import { TokenForm } from './token-form.tsx';
import type { Ticket } from './url.ts';

/** `/sidebar`: verdict and reply for one ticket, in a column of a help desk (320 px and more). */
export function SidebarPage({ ticket }: { ticket: Ticket }) {
  const cache = useQueryClient();
  const me = useQuery(meQuery());
  const profile = useQuery({ ...profileQuery(), enabled: me.data !== undefined });
  const failed = me.error ?? profile.error;
  const signedOut = failed instanceof ApiFailure && failed.status === 401;
  return (
    <main className="mx-auto min-h-dvh max-w-2xl bg-bg p-2.5 text-sm">
      <h1 className="sr-only">Request Desk</h1>
      {signedOut ? (
        <TokenForm onToken={() => void cache.resetQueries()} />
      ) : failed ? (
        <Failure
          what="Request Desk could not be reached"
          error={failed}
          retry={() => void cache.resetQueries()}
        />
      ) : profile.data ? (
        <TicketAnswer ticket={ticket} />
      ) : (
        <Skeleton className="h-40 rounded-xl" />
      )}
      <Toaster />
    </main>
  );
}
