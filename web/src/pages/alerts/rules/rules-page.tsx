import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { rulesQuery } from '../../../api/alert-settings.ts';
import { useMay } from '../../../api/me.ts';
import { Button } from '../../../ui/button.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { LoadingText, Skeleton } from '../../../ui/skeleton.tsx';
import { Frame } from '../frame.tsx';
import { RuleForm } from './rule-form.tsx';
import { RuleRow } from './rule-row.tsx';

/** `/alerts/rules`: what fires when; the two that everybody needs are there from the start. */
export function RulesPage() {
  const answer = useQuery(rulesQuery());
  const mayChange = useMay('rules:change');
  const [creating, setCreating] = useState(false);
  return (
    <Frame
      title="Alert rules"
      actions={
        mayChange && (
          <Button variant="primary" onClick={() => setCreating(true)}>
            <Plus aria-hidden="true" className="size-3.5" />
            New rule
          </Button>
        )
      }
    >
      {answer.isError && (
        <Failure
          what="The rules could not be loaded"
          error={answer.error}
          retry={() => void answer.refetch()}
        />
      )}
      {answer.isPending && (
        <>
          <LoadingText>Loading rules</LoadingText>
          <Skeleton className="h-48 w-full rounded-xl" />
        </>
      )}
      {answer.data && (
        <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-card">
          {answer.data.items.map((rule) => (
            <RuleRow key={rule.id} rule={rule} mayChange={mayChange} />
          ))}
        </ul>
      )}
      {creating && <RuleForm onClose={() => setCreating(false)} />}
    </Frame>
  );
}
