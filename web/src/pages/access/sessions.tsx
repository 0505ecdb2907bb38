import type { StaffSession } from '@request-desk/shared/staff-api';
import { useQuery } from '@tanstack/react-query';
import { sessionsQuery, useEndSessions } from '../../api/sessions.ts';
import { Button } from '../../ui/button.tsx';
import { CardTable, type Column } from '../../ui/card-table.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Instant } from '../../ui/instant.tsx';
import { Section } from '../../ui/section.tsx';
import { LoadingText } from '../../ui/skeleton.tsx';
import { toast } from '../../ui/toast-store.ts';
import { Untrusted } from '../../ui/untrusted.tsx';

const COLUMNS: readonly Column[] = [
  { text: 'Who, and where from' },
  { text: 'Began', zoned: true, className: 'w-60 max-md:hidden' },
  { text: 'Last used', className: 'w-32 max-sm:hidden' },
  { text: <span className="sr-only">End</span>, className: 'w-24' },
];

const ENTRANCE: Readonly<Record<StaffSession['entrance'], string>> = {
  link: 'by the link of a start',
  token: 'by the staff token',
  provider: 'by the identity provider',
};

/** Sessions of one person or of everybody, each with a button that ends it. */
export function Sessions({ whose, title }: { whose: 'own' | 'all'; title: string }) {
  const answer = useQuery(sessionsQuery(whose));
  const end = useEndSessions();
  const onError = (error: Error) => toast(`Not ended: ${error.message}`, 'bad');
  const items = answer.data?.items ?? [];
  return (
    <Section
      title={title}
      note={answer.data && `${items.length}`}
      flush
      actions={
        items.some(({ current }) => !current) && (
          <Button
            size="sm"
            variant="danger"
            disabled={end.isPending}
            onClick={() => end.mutate({ whose }, { onError })}
          >
            End all but this one
          </Button>
        )
      }
    >
      {answer.isError && (
        <div className="px-4 pb-4">
          <Failure
            what="The sessions could not be loaded"
            error={answer.error}
            retry={() => void answer.refetch()}
          />
        </div>
      )}
      {answer.isPending && <LoadingText>Loading sessions</LoadingText>}
      {answer.data?.items.length === 0 && (
        <p className="px-4 pb-4 text-sm text-fg-2">Nobody is signed in by a browser.</p>
      )}
      {items.length > 0 && (
        <CardTable label={title} columns={COLUMNS}>
          {items.map((session) => (
            <tr key={session.id} className="border-t border-line align-top first:border-t-0">
              <th scope="row" className="py-2 pr-3 pl-4 text-left font-normal">
                <span className="font-medium">
                  <Untrusted text={session.staff_id} />, {session.role}
                </span>{' '}
                <span className="text-xs text-fg-3">
                  {ENTRANCE[session.entrance]}, from <Untrusted text={session.address} />
                </span>
                <span className="block truncate text-xs text-fg-3">
                  <Untrusted text={session.client} />
                </span>
              </th>
              <td className="py-2 pr-3 max-md:hidden">
                <Instant iso={session.created_at} show="stamp" />
              </td>
              <td className="py-2 pr-3 max-sm:hidden">
                <Instant iso={session.seen_at} show="ago" />
              </td>
              <td className="py-1.5 pr-4 text-right">
                {session.current ? (
                  <span className="text-xs text-fg-3">this one</span>
                ) : (
                  <Button
                    size="sm"
                    aria-label={`End the session of ${session.staff_id} from ${session.address}`}
                    disabled={end.isPending}
                    onClick={() => end.mutate({ id: session.id }, { onError })}
                  >
                    End
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </CardTable>
      )}
    </Section>
  );
}
