import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { TextSearch } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiFailure } from '../../../api/client.ts';
import { requestsQuery } from '../../../api/explore.ts';
import { useMay } from '../../../api/me.ts';
import { keyQuery } from '../../../api/org-page.ts';
import { buttonVariants } from '../../../ui/button.tsx';
import { UnknownId } from '../../../ui/calls/unknown-id.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { CredentialState } from '../../../ui/credential-state.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { Page } from '../../../ui/page.tsx';
import { PRESET_MS } from '../../../ui/range/time-range.ts';
import { RequestRows } from '../../../ui/request-rows.tsx';
import { Section } from '../../../ui/section.tsx';
import { LoadingText, Skeleton } from '../../../ui/skeleton.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';
import { KeyButtons } from './key-buttons.tsx';

const MAX_KEY_CALLS = 100;

/** `/keys/:id`: one key, whose it is, what it may do, and what it did lately. */
export function KeyPage() {
  const { id } = useParams({ from: '/keys/$id' });
  const answer = useQuery(keyQuery(id));
  const mayChange = useMay('keys:revoke');
  if (answer.error instanceof ApiFailure && answer.error.code === 'no_such_thing')
    return <UnknownId id={id} names="key" />;
  const { key, org } = answer.data ?? {};
  return (
    <Page
      title={key ? `Key ${key.prefix}…` : 'Key'}
      heading={
        key && (
          <span className="flex flex-wrap items-center gap-3">
            <code>{key.prefix}…</code>
            <CredentialState state={key.state} />
          </span>
        )
      }
      lead={key && <Untrusted text={key.name} />}
      actions={
        key && (
          <>
            <Link
              to="/explore"
              search={{ key: [key.id], range: '24h' }}
              className={buttonVariants({ size: 'sm' })}
            >
              <TextSearch aria-hidden="true" className="size-3.5" />
              Explore
            </Link>
            {mayChange && <KeyButtons apiKey={key} />}
          </>
        )
      }
    >
      {answer.isError && (
        <div className="mt-5">
          <Failure
            what="The key could not be loaded"
            error={answer.error}
            retry={() => void answer.refetch()}
          />
        </div>
      )}
      {answer.isPending && (
        <div className="mt-5">
          <LoadingText>Loading the key</LoadingText>
          <Skeleton className="h-40 w-full rounded-xl" />
        </div>
      )}
      {key && org && (
        <div className="mt-5 grid items-start gap-4 lg:grid-cols-2">
          <Section title="The key">
            <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-4 gap-y-2 text-sm">
              <FactRow name="Organisation">
                <Link
                  to="/orgs/$id"
                  params={{ id: org.id }}
                  className="font-medium text-accent hover:underline"
                >
                  <Untrusted text={org.name} />
                </Link>
              </FactRow>
              <FactRow name="Scopes">
                {key.scopes.map((scope) => (
                  <code key={scope} className="mr-2">
                    {scope}
                  </code>
                ))}
              </FactRow>
              <FactRow name="Created">
                <When iso={key.created_at} />
              </FactRow>
              <FactRow name="Last used">
                {key.last_used_at ? <When iso={key.last_used_at} /> : 'unknown'}
              </FactRow>
              <FactRow name="Expires">
                {key.expires_at ? <When iso={key.expires_at} /> : 'never'}
              </FactRow>
              {key.revoked_at && (
                <FactRow name="Revoked">
                  <When iso={key.revoked_at} />
                  {key.revoked_by && (
                    <>
                      {' '}
                      by <Untrusted text={key.revoked_by} />
                    </>
                  )}
                </FactRow>
              )}
              {key.replaced_by && (
                <FactRow name="Replaced by">
                  <Link
                    to="/keys/$id"
                    params={{ id: key.replaced_by }}
                    className="font-mono text-accent hover:underline"
                  >
                    {key.replaced_by}
                  </Link>
                </FactRow>
              )}
              <FactRow name="Id">
                <span className="flex items-center gap-1 font-mono text-xs">
                  {key.id}
                  <CopyButton text={key.id} what="Key id" className="-my-1.5" />
                </span>
              </FactRow>
            </dl>
          </Section>
          <KeyRequests keyId={key.id} />
        </div>
      )}
    </Page>
  );
}

/** What the key did in the last day, newest first. */
function KeyRequests({ keyId }: { keyId: string }) {
  const answer = useInfiniteQuery(
    requestsQuery({
      filter: { key: [keyId] },
      rangeKey: '24h',
      bounds: () => ({ from: new Date(Date.now() - PRESET_MS['24h']).toISOString() }),
    }),
  );
  const rows = answer.data?.pages[0]?.items.slice(0, MAX_KEY_CALLS);
  return (
    <Section title="Requests in the last 24 hours" note="newest first">
      {answer.isError && (
        <Failure
          what="The requests could not be loaded"
          error={answer.error}
          retry={() => void answer.refetch()}
        />
      )}
      {answer.isPending && <Skeleton className="h-32 w-full" />}
      {rows &&
        (rows.length > 0 ? (
          <RequestRows caption="Requests of the key, newest first" rows={rows} />
        ) : (
          <p className="text-sm text-fg-3">None.</p>
        ))}
    </Section>
  );
}

function FactRow({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-fg-3">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

function When({ iso }: { iso: string }) {
  return (
    <>
      <Instant iso={iso} show="ago" /> <span className="text-xs text-fg-3">(</span>
      <Instant iso={iso} show="stamp" className="text-xs text-fg-3" />
      <span className="text-xs text-fg-3">)</span>
    </>
  );
}
