import type { Incident } from '@request-desk/shared/alerts-api';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { rulesQuery } from '../../api/alert-settings.ts';
import { historyQuery } from '../../api/incidents.ts';
import { Button } from '../../ui/button.tsx';
import { CardTable, Cells, type Column } from '../../ui/card-table.tsx';
import { cn } from '../../ui/cn.ts';
import { Failure } from '../../ui/failure.tsx';
import { fieldLook } from '../../ui/field.tsx';
import { formatMillis } from '../../ui/format-duration.ts';
import { Instant } from '../../ui/instant.tsx';
import { LinkRow } from '../../ui/link-row.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { LoadingText, Skeleton } from '../../ui/skeleton.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { Frame } from './frame.tsx';
import { phaseText } from './phase.tsx';
import { SeverityBadge } from './severity-badge.tsx';

const COLUMNS: readonly Column<Incident>[] = [
  {
    text: 'Severity',
    className: 'w-24',
    cellClass: 'py-2 align-top',
    cell: ({ severity, state }) => <SeverityBadge severity={severity} over={state !== 'firing'} />,
  },
  {
    text: 'Alert',
    cellClass: 'py-2 pr-3',
    cell: ({ id, title, summary, started_at }) => (
      <>
        <Link
          to="/alerts/$id"
          params={{ id }}
          className="rounded font-medium after:absolute after:inset-0"
        >
          <Untrusted text={title} />
        </Link>
        <p className="text-xs text-fg-3">
          <bdi>{summary}</bdi>
        </p>
        <p className="text-xs text-fg-3 md:hidden">
          <Instant iso={started_at} show="stamp" />
        </p>
      </>
    ),
  },
  {
    text: 'Began',
    zoned: true,
    className: 'w-60 max-md:hidden',
    cellClass: 'py-2 align-top text-fg-2',
    cell: ({ started_at }) => <Instant iso={started_at} show="stamp" />,
  },
  {
    text: 'Lasted',
    end: true,
    className: 'w-24',
    cellClass: 'py-2 align-top tabular-nums',
    cell: (incident) => (
      <>
        {incident.ended_at ? (
          formatMillis(Date.parse(incident.ended_at) - Date.parse(incident.started_at))
        ) : (
          <span className="font-medium text-bad">now</span>
        )}
        <span className="block text-xs text-fg-3">{phaseText(incident)}</span>
      </>
    ),
  },
];

/** `/alerts/history`: what fired before, newest first. */
export function HistoryPage() {
  const search = useSearch({ from: '/alerts/history' });
  const navigate = useNavigate();
  const answer = useInfiniteQuery(historyQuery(search));
  const rules = useQuery(rulesQuery()).data?.items ?? [];
  const items = answer.data?.pages.flatMap((page) => page.items);
  const go = (next: typeof search) => void navigate({ to: '/alerts/history', search: next });
  return (
    <Frame title="Alert history">
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <Segmented
          label="Severity"
          options={[
            ['all', 'All'],
            ['page', 'Pages'],
            ['notify', 'Notices'],
          ]}
          value={search.severity ?? 'all'}
          onChange={(next) => {
            const { severity: _severity, ...rest } = search;
            go(next === 'all' ? rest : { ...rest, severity: next });
          }}
        />
        <select
          aria-label="Rule"
          value={search.rule ?? ''}
          onChange={({ target }) => {
            const { rule: _rule, ...rest } = search;
            go(target.value === '' ? rest : { ...rest, rule: target.value });
          }}
          className={cn(fieldLook, 'h-7 w-auto text-xs')}
        >
          <option value="">All rules</option>
          {rules.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </div>
      {answer.isError && (
        <Failure
          what="The history could not be loaded"
          error={answer.error}
          retry={() => void answer.refetch()}
        />
      )}
      {answer.isPending && (
        <>
          <LoadingText>Loading the history</LoadingText>
          <Skeleton className="h-60 w-full rounded-xl" />
        </>
      )}
      {items?.length === 0 && <NothingFired filtered={Boolean(search.severity || search.rule)} />}
      {items && items.length > 0 && <HistoryTable items={items} />}
      {answer.hasNextPage && (
        <Button
          className="mt-3"
          disabled={answer.isFetchingNextPage}
          onClick={() => void answer.fetchNextPage()}
        >
          Show older
        </Button>
      )}
    </Frame>
  );
}

/** What leads to an alert, for somebody who looks for the first one. */
function NothingFired({ filtered }: { filtered: boolean }) {
  return (
    <div className="rounded-xl border border-line bg-surface px-4 py-12 text-center text-sm text-fg-3 shadow-card">
      <p className="font-medium text-fg">
        {filtered ? 'No matching alerts' : 'No alerts have fired yet'}
      </p>
      {!filtered && (
        <p className="mx-auto mt-1 max-w-[60ch]">
          An alert appears here as soon as one of the{' '}
          <Link to="/alerts/rules" className="font-medium text-accent underline">
            rules
          </Link>{' '}
          fires, and stays after it is resolved. Each rule can be tested on the past: that shows
          when it would have fired.{' '}
          <Link to="/alerts/channels" className="font-medium text-accent underline">
            Channels
          </Link>{' '}
          determine who is notified.
        </p>
      )}
    </div>
  );
}

function HistoryTable({ items }: { items: readonly Incident[] }) {
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-surface shadow-card">
      <CardTable label="Alerts, newest first" columns={COLUMNS} atop>
        {items.map((incident) => (
          <LinkRow key={incident.id}>
            <Cells columns={COLUMNS} row={incident} />
          </LinkRow>
        ))}
      </CardTable>
    </div>
  );
}
