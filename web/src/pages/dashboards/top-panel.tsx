import type { Top } from '@request-desk/shared/dashboard-api';
import { percentText } from '@request-desk/shared/percent-text';
import { codeProfile } from '@request-desk/shared/profile-codes';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type PanelScope, topQuery } from '../../api/dashboard.ts';
import { apiProfile } from '../../api/profile.ts';
import { CardTable, Cells, type Column } from '../../ui/card-table.tsx';
import { codeColour } from '../../ui/code-colour.ts';
import { formatCount } from '../../ui/format-number.ts';
import { LinkRow } from '../../ui/link-row.tsx';
import { OrgName } from '../../ui/org-name.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TablePanel } from './table-panel.tsx';
import { type DashboardSearch, topCodes } from './url.ts';

interface TopPanelProps {
  readonly scope: PanelScope;
  readonly search: DashboardSearch;
  readonly onChange: (next: DashboardSearch) => void;
}

/** Who meets limits or faults of the API most; nothing where the API has no such codes. */
export function TopPanel(props: TopPanelProps) {
  const code = props.search.top ?? topCodes()[0];
  return code === undefined ? null : <TopCallers {...props} code={code} />;
}

function TopCallers({ scope, search, onChange, code }: TopPanelProps & { readonly code: string }) {
  const by = search.caller ?? 'org';
  const answer = useQuery(topQuery(scope, code, by));
  const top = answer.data?.code === code && answer.data.by === by ? answer.data : undefined;
  const columns = top ? columnsOf(top) : [];
  return (
    <TablePanel
      title={`Most ${code}`}
      note={top && `${formatCount(top.total)} in total`}
      loading={!top}
      error={answer.error}
      retry={() => void answer.refetch()}
      empty={top?.items.length === 0 && 'No errors with this code in this period.'}
      actions={
        <>
          <Segmented
            label="Code"
            options={codeOptions()}
            value={code}
            onChange={(next) => onChange({ ...search, top: next })}
          />
          <Segmented
            label="Count by"
            options={[
              ['org', 'Orgs'],
              ['key', 'Keys'],
            ]}
            value={by}
            onChange={(next) => onChange({ ...search, caller: next })}
          />
        </>
      }
    >
      {top && top.items.length > 0 && (
        <CardTable label={`Callers with most ${code}`} columns={columns}>
          {top.items.map((item) => (
            <LinkRow key={`${item.org} ${item.key_id}`}>
              <Cells columns={columns} row={item} />
            </LinkRow>
          ))}
        </CardTable>
      )}
    </TablePanel>
  );
}

/** Codes under their status where it names one code alone. */
function codeOptions(): (readonly [code: string, label: string])[] {
  const codes = topCodes().map((code) => ({ code, ...codeProfile(apiProfile(), code) }));
  return codes.map(({ code, status }) => {
    const alone = codes.filter((other) => other.status === status).length === 1;
    return [code, alone ? String(status) : code];
  });
}

function columnsOf({ code, by, items, from, to }: Top): readonly Column<Top['items'][number]>[] {
  const highest = Math.max(1, ...items.map(({ count }) => count));
  return [
    {
      text: by === 'org' ? 'Organisation' : 'Key',
      namesRow: true,
      cellClass: 'truncate py-1.5 pr-3',
      cell: (item) => (
        <Link
          to="/explore"
          search={{
            code: [code],
            ...(by === 'org' ? { org: [item.org] } : { key: [item.key_id || '-'] }),
            from,
            to,
          }}
          className="rounded after:absolute after:inset-0"
        >
          {by === 'key' && <code className="mr-2 text-xs">{item.key_prefix || 'no key'}</code>}
          <span className={by === 'key' ? 'text-xs text-fg-3' : ''}>
            <OrgName id={item.org} />
          </span>
        </Link>
      ),
    },
    {
      text: <span className="sr-only">Share of the highest</span>,
      className: 'w-2/5 max-sm:w-1/4',
      cell: ({ count }) => (
        <div
          className="h-2 min-w-0.5 rounded-sm"
          style={{ width: `${(count / highest) * 100}%`, background: codeColour(code).fill }}
        />
      ),
    },
    {
      text: 'Count',
      end: true,
      className: 'w-18',
      cellClass: 'font-medium tabular-nums',
      cell: ({ count }) => formatCount(count),
    },
    {
      text: 'Share of calls',
      end: true,
      className: 'w-28',
      cellClass: 'text-xs text-fg-2 tabular-nums',
      cell: ({ count, requests }) => percentText(count, requests),
    },
  ];
}
