import type { Incident } from '@request-desk/shared/alerts-api';
import { UserCheck } from 'lucide-react';
import { useAcknowledge } from '../../api/incidents.ts';
import { useMay } from '../../api/me.ts';
import { Button } from '../../ui/button.tsx';
import { toast } from '../../ui/toast-store.ts';

/** Tells the others that somebody looks after it; once more takes that back. */
export function AcknowledgeButton({ incident }: { incident: Incident }) {
  const acknowledge = useAcknowledge(incident.id);
  const mayChange = useMay('alerts:acknowledge');
  if (!mayChange || incident.state !== 'firing') return null;
  const undo = incident.acknowledged !== null;
  return (
    <Button
      size="sm"
      aria-pressed={undo}
      disabled={acknowledge.isPending}
      onClick={() =>
        acknowledge.mutate(
          { undo, note: '' },
          { onError: (error) => toast(`Not done: ${error.message}`, 'bad') },
        )
      }
    >
      <UserCheck aria-hidden="true" className="size-3.5" />
      {undo ? 'Acknowledged' : 'Acknowledge'}
    </Button>
  );
}
