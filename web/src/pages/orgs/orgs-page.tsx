import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Plus, Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import { seriesQuery } from '../../api/dashboard.ts';
import { useMay } from '../../api/me.ts';
import { orgsQuery } from '../../api/orgs.ts';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { Failure } from '../../ui/failure.tsx';
import { fieldLook } from '../../ui/field.tsx';
import { Page } from '../../ui/page.tsx';
import { PRESET_MS } from '../../ui/range/time-range.ts';
import { LoadingText, Skeleton } from '../../ui/skeleton.tsx';
import { NewOrg } from './new-org.tsx';
import { OrgRow } from './org-row.tsx';

const PLACEHOLDERS = ['a', 'b', 'c', 'd', 'e', 'f'];
const DAY = {
  rangeKey: '24h',
  bounds: () => ({ from: new Date(Date.now() - PRESET_MS['24h']).toISOString() }),
  everyMs: 30_000,
};

/** `/orgs`: every organisation, where somebody starts whose customer has no id at all. */
export function OrgsPage() {
  const orgs = useQuery(orgsQuery());
  const series = useQuery(seriesQuery(DAY, 'org', 20)).data;
  const [text, setText] = useState('');
  const [creating, setCreating] = useState(false);
  const navigate = useNavigate();
  const mayChange = useMay('orgs:create');
  const lines = useMemo(() => new Map(series?.series.map((line) => [line.key, line])), [series]);
  const wanted = text.trim().toLowerCase();
  const items = orgs.data?.items
    .filter(({ id, name }) => id === wanted || name.toLowerCase().includes(wanted))
    .sort((a, b) => (lines.get(b.id)?.total ?? 0) - (lines.get(a.id)?.total ?? 0));

  return (
    <Page
      title="Organisations"
      lead="Customers of the API, with their requests and keys."
      actions={
        mayChange && (
          <Button variant="primary" onClick={() => setCreating(true)}>
            <Plus aria-hidden="true" className="size-3.5" />
            New organisation
          </Button>
        )
      }
    >
      <search className="relative mt-5 block">
        <Search
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-fg-3"
        />
        <input
          type="search"
          aria-label="Find an organisation by name or id"
          placeholder="Find by name or id"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            const [only] = items ?? [];
            if (event.key === 'Enter' && only && wanted !== '')
              void navigate({ to: '/orgs/$id', params: { id: only.id } });
          }}
          className={cn(fieldLook, 'h-9 rounded-lg bg-surface pl-9 shadow-card')}
        />
      </search>
      {orgs.isError && (
        <div className="mt-4">
          <Failure
            what="The organisations could not be loaded"
            error={orgs.error}
            retry={() => void orgs.refetch()}
          />
        </div>
      )}
      {orgs.isPending && (
        <div className="mt-4 space-y-2">
          <LoadingText>Loading organisations</LoadingText>
          {PLACEHOLDERS.map((key) => (
            <Skeleton key={key} className="h-12 w-full rounded-lg" />
          ))}
        </div>
      )}
      {items && items.length > 0 && (
        <ul className="mt-4 divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-card">
          {items.map((org) => (
            <OrgRow key={org.id} org={org} line={series && lines.get(org.id)} known={!!series} />
          ))}
        </ul>
      )}
      {items?.length === 0 && (
        <p className="mt-10 text-center text-sm text-fg-3">
          {wanted === '' ? 'No organisations yet.' : 'No organisation has this name or id.'}
        </p>
      )}
      {creating && <NewOrg onClose={() => setCreating(false)} />}
    </Page>
  );
}
