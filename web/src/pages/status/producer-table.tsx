import type { ProducerStatus } from '@request-desk/shared/completeness-api';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { CardTable, Cells, type Column } from '../../ui/card-table.tsx';
import { cn } from '../../ui/cn.ts';
import { Instant } from '../../ui/instant.tsx';
import { DecideDialog, type PendingDecision } from './decisions.tsx';

const STATE: Readonly<Record<ProducerStatus['state'], { text: string; className: string }>> = {
  current: { text: 'current', className: 'text-good' },
  behind: { text: 'behind', className: 'text-warn' },
  lost: { text: 'lost', className: 'text-bad' },
  drained: { text: 'stopped, all stored', className: 'text-fg-3' },
  retired: { text: 'retired', className: 'text-fg-3' },
};

const COLUMNS: readonly Column<ProducerStatus>[] = [
  {
    text: 'Process',
    namesRow: true,
    cellClass: 'py-2 pr-3',
    cell: ({ host, roles, id }) => (
      <>
        <bdi className="font-medium">{host || 'unknown host'}</bdi>{' '}
        <span className="text-xs text-fg-3">{roles.join(', ')}</span>
        <code className="block text-xs text-fg-3">{id}</code>
      </>
    ),
  },
  {
    text: 'State',
    className: 'w-40',
    cellClass: 'py-2 pr-3',
    cell: ({ state, silent_since }) => (
      <>
        <span className={cn('font-medium', STATE[state].className)}>{STATE[state].text}</span>
        {silent_since && (
          <span className="block text-xs text-fg-2">
            no signal since <Instant iso={silent_since} show="clock" />
          </span>
        )}
      </>
    ),
  },
  {
    text: 'Stored up to',
    zoned: true,
    className: 'w-60 max-sm:hidden',
    cellClass: 'py-2 pr-3',
    cell: ({ current_to }) => (current_to ? <Instant iso={current_to} show="stamp" /> : '–'),
  },
  {
    text: 'Missing',
    className: 'max-md:hidden',
    cellClass: 'py-2 pr-3 text-xs text-fg-2',
    cell: ({ gap }) => <Missing gap={gap} />,
  },
];

interface ProducerTableProps {
  readonly producers: readonly ProducerStatus[];
  /** Whether this person may decide to go on without what is missing. */
  readonly admin: boolean;
}

/** Every process that was ever registered: those that are waited for come first. */
export function ProducerTable({ producers, admin }: ProducerTableProps) {
  const [deciding, decide] = useState<PendingDecision>();
  if (producers.length === 0)
    return <p className="px-4 pb-4 text-sm text-fg-2">No processes have registered yet.</p>;
  const order: readonly ProducerStatus['state'][] = ['lost', 'behind', 'current'];
  const rank = ({ state }: ProducerStatus) => (order.indexOf(state) + 4) % 4 || 4;
  const sorted = [...producers].sort((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id));
  const action: Column<ProducerStatus> = {
    text: <span className="sr-only">Decide</span>,
    end: true,
    className: 'w-28',
    cellClass: 'py-1.5',
    cell: (producer) => <Decide producer={producer} decide={decide} />,
  };
  const columns = admin ? [...COLUMNS, action] : COLUMNS;
  return (
    <>
      <CardTable label="Processes, and how far each is stored" columns={columns}>
        {sorted.map((producer) => (
          <tr key={producer.id} className="border-t border-line align-top first:border-t-0">
            <Cells columns={columns} row={producer} />
          </tr>
        ))}
      </CardTable>
      {deciding && <DecideDialog decision={deciding} onClose={() => decide(undefined)} />}
    </>
  );
}

function Missing({ gap }: { gap: ProducerStatus['gap'] }) {
  if (gap === null) return '–';
  const what =
    gap.missing === 'end'
      ? `how run ${gap.epoch} ended`
      : `${gap.last - gap.first + 1} ${gap.missing === 'failed' ? 'errors' : 'successes'} (${gap.first}–${gap.last})`;
  return (
    <>
      {what}, waited for since <Instant iso={gap.since} show="clock" />
    </>
  );
}

interface DecideProps {
  readonly producer: ProducerStatus;
  readonly decide: (decision: PendingDecision) => void;
}

function Decide({ producer, decide }: DecideProps) {
  const action = producer.gap ? 'accept' : producer.state === 'lost' ? 'retire' : undefined;
  if (action === undefined) return null;
  return (
    <Button size="sm" onClick={() => decide({ action, producer })}>
      {action === 'accept' ? 'Accept …' : 'Retire …'}
    </Button>
  );
}
