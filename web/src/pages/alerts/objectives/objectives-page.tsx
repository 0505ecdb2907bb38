import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { objectivesQuery } from '../../../api/alert-settings.ts';
import { useMay } from '../../../api/me.ts';
import { Button } from '../../../ui/button.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { LoadingText, Skeleton } from '../../../ui/skeleton.tsx';
import { Frame } from '../frame.tsx';
import { ObjectiveForm } from './objective-form.tsx';
import { ObjectiveRow } from './objective-row.tsx';

/** `/alerts/objectives`: what share of the requests is to succeed, and what is left of the budget. */
export function ObjectivesPage() {
  const answer = useQuery(objectivesQuery());
  const mayChange = useMay('objectives:change');
  const [creating, setCreating] = useState(false);
  const items = answer.data?.items;
  return (
    <Frame
      title="Objectives"
      actions={
        mayChange && (
          <Button variant="primary" onClick={() => setCreating(true)}>
            <Plus aria-hidden="true" className="size-3.5" />
            New objective
          </Button>
        )
      }
    >
      {answer.isError && (
        <div className="mb-4">
          <Failure
            what="The objectives could not be loaded"
            error={answer.error}
            retry={() => void answer.refetch()}
          />
        </div>
      )}
      {answer.isPending && (
        <>
          <LoadingText>Loading objectives</LoadingText>
          <Skeleton className="h-48 w-full rounded-xl" />
        </>
      )}
      {items?.length === 0 && (
        <p className="rounded-xl border border-line bg-surface px-4 py-12 text-center text-sm text-fg-3 shadow-card">
          No objectives are set: alerts compare with the usual error rate. An objective defines what
          share of the requests, of all or of one route, has to succeed.
        </p>
      )}
      {items && items.length > 0 && (
        <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-card">
          {items.map((objective) => (
            <ObjectiveRow key={objective.id} objective={objective} mayChange={mayChange} />
          ))}
        </ul>
      )}
      {creating && <ObjectiveForm onClose={() => setCreating(false)} />}
    </Frame>
  );
}
