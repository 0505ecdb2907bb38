import type { ProducerStatus } from '@request-desk/shared/completeness-api';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { CardTable, type Column } from '../../ui/card-table.tsx';
import { cn } from '../../ui/cn.ts';
import { Instant } from '../../ui/instant.tsx';
import { DecideDialog, type ProducerDecision } from './decisions.tsx';

const STATE: Readonly<Record<ProducerStatus['state'], { text: string; className: string }>> = {
  current: { text: 'current', className: 'text-good' },
  behind: { text: 'behind', className: 'text-warn' },
  lost: { text: 'lost', className: 'text-bad' },
  drained: { text: 'stopped, all stored', className: 'text-fg-3' },
  retired: { text: 'retired', className: 'text-fg-3' },
};

const COLUMNS: readonly Column[] = [
  { text: 'Process' },
  { text: 'State', className: 'w-40' },
  { text: 'Stored up to', zoned: true, className: 'w-60 max-sm:hidden' },
  { text: 'Missing', className: 'max-md:hidden' },
];
const ACTION: Column = { text: <span className="sr-only">Decide</span>, className: 'w-28' };

interface ProducerTableProps {
  readonly producers: readonly ProducerStatus[];
  /** Whether this person may decide to go on without what is missing. */
  readonly admin: boolean;
}

/** Every process that was ever registered: those that are waited for come first. */
export function ProducerTable({ producers, admin }: ProducerTableProps) {
  const [deciding, decide] = useState<ProducerDecision>();
  if (producers.length === 0)
    return <p className="px-4 pb-4 text-sm text-fg-2">No process has registered so far.</p>;
  const order: readonly ProducerStatus['state'][] = ['lost', 'behind', 'current'];
  const rank = ({ state }: ProducerStatus) => (order.indexOf(state) + 4) % 4 || 4;
  const sorted = [...producers].sort((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id));
  return (
    <>
      <CardTable
        label="Processes, and how far each is stored"
        columns={admin ? [...COLUMNS, ACTION] : COLUMNS}
      >
        {sorted.map((producer) => (
          <tr key={producer.id} className="border-t border-line align-top first:border-t-0">
            <th scope="row" className="py-2 pr-3 pl-4 text-left font-normal">
              <bdi className="font-medium">{producer.host || 'unknown host'}</bdi>{' '}
              <span className="text-xs text-fg-3">{producer.roles.join(', ')}</span>
              <code className="block text-xs text-fg-3">{producer.id}</code>
            </th>
            <td className="py-2 pr-3">
              <span className={cn('font-medium', STATE[producer.state].className)}>
                {STATE[producer.state].text}
              </span>
              {producer.silent_since && (
                <span className="block text-xs text-fg-2">
                  no signal since <Instant iso={producer.silent_since} show="clock" />
                </span>
              )}
            </td>
            <td className="py-2 pr-3 max-sm:hidden">
              {producer.current_to ? <Instant iso={producer.current_to} show="stamp" /> : '–'}
            </td>
            <td className="py-2 pr-3 text-xs text-fg-2 max-md:hidden">
              <Missing gap={producer.gap} />
            </td>
            {admin && (
              <td className="py-1.5 pr-4 text-right">
                <Decide producer={producer} decide={decide} />
              </td>
            )}
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
  readonly decide: (decision: ProducerDecision) => void;
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
