import type { StaffSession } from '@request-desk/shared/staff-api';
import { useQuery } from '@tanstack/react-query';
import { sessionsQuery, useEndSessions } from '../../api/sessions.ts';
import { Button } from '../../ui/button.tsx';
import { CardTable, Cells, type Column } from '../../ui/card-table.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Instant } from '../../ui/instant.tsx';
import { Section } from '../../ui/section.tsx';
import { LoadingText } from '../../ui/skeleton.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { RowAction, sayFailed } from './row-action.tsx';

const ENTRANCE: Readonly<Record<StaffSession['entrance'], string>> = {
  link: 'with the start link',
  token: 'with the staff token',
  provider: 'with the identity provider',
};

const COLUMNS: readonly Column<StaffSession>[] = [
  {
    text: 'Person and address',
    namesRow: true,
    cellClass: 'py-2 pr-3',
    cell: ({ staff_id, role, entrance, address, client }) => (
      <>
        <span className="font-medium">
          <Untrusted text={staff_id} />, {role}
        </span>{' '}
        <span className="text-xs text-fg-3">
          {ENTRANCE[entrance]}, from <Untrusted text={address} />
        </span>
        <span className="block truncate text-xs text-fg-3">
          <Untrusted text={client} />
        </span>
      </>
    ),
  },
  {
    text: 'Started',
    zoned: true,
    className: 'w-60 max-md:hidden',
    cellClass: 'py-2 pr-3',
    cell: ({ created_at }) => <Instant iso={created_at} show="stamp" />,
  },
  {
    text: 'Last used',
    className: 'w-32 max-sm:hidden',
    cellClass: 'py-2 pr-3',
    cell: ({ seen_at }) => <Instant iso={seen_at} show="ago" />,
  },
  {
    text: <span className="sr-only">End</span>,
    end: true,
    className: 'w-24',
    cellClass: 'py-1.5',
    cell: (session) => <End session={session} />,
  },
];

/** Sessions of one person or of everybody, each with a button that ends it. */
export function Sessions({ whose, title }: { whose: 'own' | 'all'; title: string }) {
  const answer = useQuery(sessionsQuery(whose));
  const end = useEndSessions();
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
            onClick={() => end.mutate({ whose }, { onError: sayFailed('End') })}
          >
            End all other sessions
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
        <p className="px-4 pb-4 text-sm text-fg-2">No browser sessions.</p>
      )}
      {items.length > 0 && (
        <CardTable label={title} columns={COLUMNS}>
          {items.map((session) => (
            <tr key={session.id} className="border-t border-line align-top first:border-t-0">
              <Cells columns={COLUMNS} row={session} />
            </tr>
          ))}
        </CardTable>
      )}
    </Section>
  );
}

function End({ session: { id, staff_id, address, current } }: { session: StaffSession }) {
  const end = useEndSessions();
  return (
    <RowAction
      text="End"
      label={`End the session of ${staff_id} from ${address}`}
      action={end}
      value={{ id }}
      instead={current ? 'this session' : undefined}
    />
  );
}
