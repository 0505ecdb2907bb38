import type { AuditEntryWire } from '../../api/audit.ts';
import { CardTable, type Column } from '../../ui/card-table.tsx';
import { Instant } from '../../ui/instant.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';

const COLUMNS: readonly Column[] = [
  { text: 'When', zoned: true, className: 'w-60 max-sm:w-28' },
  { text: 'Who', className: 'w-44 max-md:hidden' },
  { text: 'What' },
  { text: 'Why', className: 'w-56 max-lg:hidden' },
];

const OUTCOMES = { begun: 'begun', done: '', failed: 'refused or failed' } as const;

/** Entries of the audit, newest first. */
export function AuditTable({ items }: { items: readonly AuditEntryWire[] }) {
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-surface shadow-card">
      <CardTable label="Entries of the audit, newest first" columns={COLUMNS} atop>
        {items.map((entry) => (
          <Row key={entry.seq} entry={entry} />
        ))}
      </CardTable>
    </div>
  );
}

function Row({ entry }: { entry: AuditEntryWire }) {
  const { seq, at, staff, action, outcome, status, subjects, count, org } = entry;
  const { ticket, reason, address } = entry;
  const more = count > subjects.length && count > 1 ? `${count} in all` : '';
  return (
    <tr className="border-t border-line align-top first:border-t-0">
      <td className="py-2 pr-3 pl-4 tabular-nums">
        <Instant iso={at} show="stamp" />
        <span className="block text-xs text-fg-3">entry {seq}</span>
      </td>
      <td className="py-2 pr-3 max-md:hidden">
        <Who staff={staff} />
        <span className="block truncate text-xs text-fg-3">{address}</span>
      </td>
      <th scope="row" className="min-w-0 py-2 pr-3 text-left font-normal">
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
      </th>
      <td className="py-2 pr-4 text-sm max-lg:hidden">
        {ticket && <Untrusted text={ticket} oneLine />}
        {reason && (
          <span className="block text-xs text-fg-2">
            <Untrusted text={reason} />
          </span>
        )}
      </td>
    </tr>
  );
}

function Who({ staff }: { staff: string | null }) {
  if (staff === null) return <span className="text-fg-3">erased</span>;
  if (staff === '') return <span className="text-fg-3">unknown</span>;
  return <Untrusted text={staff} oneLine />;
}
