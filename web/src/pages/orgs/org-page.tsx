import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ChartLine, TextSearch } from 'lucide-react';
import { ApiFailure } from '../../api/client.ts';
import { orgHealthQuery, orgQuery } from '../../api/org-page.ts';
import { buttonVariants } from '../../ui/button.tsx';
import { UnknownId } from '../../ui/calls/unknown-id.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Page } from '../../ui/page.tsx';
import { RangePicker } from '../../ui/range/range-picker.tsx';
import { useRangeScope } from '../../ui/range/use-range.ts';
import { LoadingText, Skeleton } from '../../ui/skeleton.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { Health } from './health.tsx';
import { KeyList } from './keys/key-list.tsx';

const FALLBACK = '24h';

/** `/orgs/:id`: everything about a customer who quotes no id. */
export function OrgPage() {
  const { id } = useParams({ from: '/orgs/$id' });
  const search = useSearch({ from: '/orgs/$id' });
  const navigate = useNavigate();
  const scope = useRangeScope(search, FALLBACK);
  const detail = useQuery(orgQuery(id));
  const health = useQuery({ ...orgHealthQuery(id, scope), enabled: detail.data !== undefined });
  const go = (next: typeof search) =>
    void navigate({ to: '/orgs/$id', params: { id }, search: next, resetScroll: false });

  if (detail.error instanceof ApiFailure && detail.error.code === 'no_such_thing')
    return <UnknownId id={id} names="org" />;
  const name = detail.data?.org.name;
  return (
    <Page
      title={name ?? 'Organisation'}
      heading={name && <Untrusted text={name} />}
      lead={
        <span className="flex items-center gap-1 font-mono text-xs">
          <bdi>{id}</bdi>
          <CopyButton text={id} what="Organisation id" />
        </span>
      }
      actions={
        <>
          <RangePicker search={search} fallback={FALLBACK} onChange={go} />
          <Link to="/dashboards" search={{ org: id, ...search }} className={buttonVariants()}>
            <ChartLine aria-hidden="true" className="size-3.5" />
            Dashboard
          </Link>
          <Link to="/explore" search={{ org: [id], ...search }} className={buttonVariants()}>
            <TextSearch aria-hidden="true" className="size-3.5" />
            Explore
          </Link>
        </>
      }
    >
      {detail.isError && (
        <div className="mt-5">
          <Failure
            what="The organisation could not be loaded"
            error={detail.error}
            retry={() => void detail.refetch()}
          />
        </div>
      )}
      {detail.isPending && (
        <div className="mt-5 space-y-4">
          <LoadingText>Loading the organisation</LoadingText>
          <Skeleton className="h-24 w-full rounded-xl" />
          <Skeleton className="h-56 w-full rounded-xl" />
        </div>
      )}
      {detail.data && (
        <div className="mt-5 space-y-4">
          <Health
            orgId={id}
            health={health.data}
            error={health.error}
            retry={() => void health.refetch()}
            onBrush={(from, to) => go({ from, to })}
          />
          <KeyList orgId={id} keys={detail.data.keys} health={health.data} />
        </div>
      )}
    </Page>
  );
}
