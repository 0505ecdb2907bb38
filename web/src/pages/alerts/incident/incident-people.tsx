import type { IncidentDetail } from '@request-desk/shared/alerts-api';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useIncidentChange } from '../../../api/incidents.ts';
import { meQuery, useMay } from '../../../api/me.ts';
import { Button } from '../../../ui/button.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { Field, TextInput } from '../../../ui/field.tsx';
import { Section } from '../../../ui/section.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';
import { StatusText } from './status-text.tsx';

/** Who looks after the alert, what support may tell of it, and notes for the others. */
export function IncidentPeople({ incident }: { incident: IncidentDetail }) {
  return (
    <Section title="Owner, notes and status text">
      <div className="space-y-5">
        <Owner incident={incident} />
        <StatusText key={incident.status_text?.at ?? ''} incident={incident} />
        <Note incident={incident} />
      </div>
    </Section>
  );
}

function Owner({ incident: { id, owner } }: { incident: IncidentDetail }) {
  const change = useIncidentChange(id);
  const me = useQuery(meQuery()).data?.id;
  const may = useMay('alerts:own');
  const set = (next: string | null) => change.mutate({ path: 'owner', body: { owner: next } });
  return (
    <div className="text-sm">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <span className="font-medium">Owner</span>
        {owner ? <Untrusted text={owner} /> : <span className="text-fg-3">nobody</span>}
        {may && me !== undefined && owner !== me && (
          <Button size="sm" disabled={change.isPending} onClick={() => set(me)}>
            Assign to me
          </Button>
        )}
        {may && owner && (
          <Button size="sm" variant="ghost" disabled={change.isPending} onClick={() => set(null)}>
            Unassign
          </Button>
        )}
      </p>
      {change.isError && <Failure what="The owner was not changed" error={change.error} />}
    </div>
  );
}

function Note({ incident: { id } }: { incident: IncidentDetail }) {
  const change = useIncidentChange(id);
  const may = useMay('alerts:note');
  const [note, setNote] = useState('');
  if (!may) return null;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ path: 'notes', body: { note: note.trim() } }, { onSuccess: () => setNote('') });
  };
  return (
    <form onSubmit={onSubmit}>
      <Field label="Note" hint="Shown to staff in the timeline.">
        <TextInput maxLength={2000} value={note} onChange={({ target }) => setNote(target.value)} />
      </Field>
      {change.isError && <Failure what="The note was not saved" error={change.error} />}
      <Button
        type="submit"
        size="sm"
        className="mt-2"
        disabled={change.isPending || note.trim() === ''}
      >
        Add note
      </Button>
    </form>
  );
}
