import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { auditCsvHref, auditQuery } from '../../api/audit.ts';
import { useMay } from '../../api/me.ts';
import { Button, buttonVariants } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Page } from '../../ui/page.tsx';
import { LoadingText, Skeleton } from '../../ui/skeleton.tsx';
import { AuditFilterForm } from './audit-filter-form.tsx';
import { AuditTable } from './audit-table.tsx';
import { ChainState } from './chain-state.tsx';

/** `/audit`: who looked up, revealed, exported and changed what. */
export function AuditPage() {
  const search = useSearch({ from: '/audit' });
  const navigate = useNavigate();
  const mayExport = useMay('audit:export');
  const answer = useInfiniteQuery(auditQuery(search));
  const items = answer.data?.pages.flatMap((page) => page.items);
  const narrowed = Object.keys(search).length > 0;
  return (
    <Page
      title="Audit"
      lead="Who looked up, revealed, exported, copied and changed what. Entries cannot be changed: they are chained by hashes."
    >
      <div className="mt-5 space-y-4">
        <ChainState />
        <AuditFilterForm
          key={JSON.stringify(search)}
          filter={search}
          onChange={(next) => void navigate({ to: '/audit', search: next })}
        />
        {answer.isError && (
          <Failure
            what="The audit log could not be loaded"
            error={answer.error}
            retry={() => void answer.refetch()}
          />
        )}
        {answer.isPending && (
          <>
            <LoadingText>Loading the audit</LoadingText>
            <Skeleton className="h-60 w-full rounded-xl" />
          </>
        )}
        {items?.length === 0 && (
          <p className="rounded-xl border border-line bg-surface px-4 py-12 text-center text-sm text-fg-3 shadow-card">
            {narrowed ? 'No matching entries.' : 'No entries yet.'}
          </p>
        )}
        {items && items.length > 0 && <AuditTable items={items} />}
        <div className="flex flex-wrap gap-2">
          {answer.hasNextPage && (
            <Button
              disabled={answer.isFetchingNextPage}
              onClick={() => void answer.fetchNextPage()}
            >
              Show older
            </Button>
          )}
          {mayExport && (
            <a href={auditCsvHref(search)} download className={buttonVariants({})}>
              Export as CSV
            </a>
          )}
        </div>
      </div>
    </Page>
  );
}
