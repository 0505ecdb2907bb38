import type { AuditEntryWire } from '../../api/audit.ts';
import { CardTable, Cells, type Column } from '../../ui/card-table.tsx';
import { Instant } from '../../ui/instant.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';

const OUTCOMES = { begun: 'begun', done: '', failed: 'refused or failed' } as const;

const COLUMNS: readonly Column<AuditEntryWire>[] = [
  {
    text: 'When',
    zoned: true,
    className: 'w-60 max-sm:w-28',
    cellClass: 'py-2 pr-3 tabular-nums',
    cell: ({ at, seq }) => (
      <>
        <Instant iso={at} show="stamp" />
        <span className="block text-xs text-fg-3">entry {seq}</span>
      </>
    ),
  },
  {
    text: 'Who',
    className: 'w-44 max-md:hidden',
    cellClass: 'py-2 pr-3',
    cell: ({ staff, address }) => (
      <>
        <Who staff={staff} />
        <span className="block truncate text-xs text-fg-3">{address}</span>
      </>
    ),
  },
  {
    text: 'What',
    namesRow: true,
    cellClass: 'min-w-0 py-2 pr-3',
    cell: (entry) => <What entry={entry} />,
  },
  {
    text: 'Why',
    className: 'w-56 max-lg:hidden',
    cellClass: 'py-2 text-sm',
    cell: ({ ticket, reason }) => (
      <>
        {ticket && <Untrusted text={ticket} oneLine />}
        {reason && (
          <span className="block text-xs text-fg-2">
            <Untrusted text={reason} />
          </span>
        )}
      </>
    ),
  },
];

/** Entries of the audit, newest first. */
export function AuditTable({ items }: { items: readonly AuditEntryWire[] }) {
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-surface shadow-card">
      <CardTable label="Entries of the audit, newest first" columns={COLUMNS} atop>
        {items.map((entry) => (
          <tr key={entry.seq} className="border-t border-line align-top first:border-t-0">
            <Cells columns={COLUMNS} row={entry} />
          </tr>
        ))}
      </CardTable>
    </div>
  );
}

function What({ entry }: { entry: AuditEntryWire }) {
  const { staff, action, outcome, status, subjects, count, org } = entry;
  const more = count > subjects.length && count > 1 ? `${count} in all` : '';
  return (
    <>
      <code className="font-medium">{action}</code>{' '}
      <span className={outcome === 'failed' ? 'text-bad' : 'text-fg-3'}>
        {OUTCOMES[outcome]}
        {outcome === 'failed' && status > 0 && ` (${status})`}
      </span>
      <span className="block text-xs break-all text-fg-2">
        {[org, ...subjects, more].filter(Boolean).join(', ')}
      </span>
      <span className="block text-xs text-fg-3 md:hidden">
        <Who staff={staff} />
      </span>
    </>
  );
}

function Who({ staff }: { staff: string | null }) {
  if (staff === null) return <span className="text-fg-3">erased</span>;
  if (staff === '') return <span className="text-fg-3">unknown</span>;
  return <Untrusted text={staff} oneLine />;
}
