import type { ViewPlace } from '@request-desk/shared/views-api';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { meQuery, useMay } from '../../api/me.ts';
import { useSaveView } from '../../api/views.ts';
import { Button } from '../button.tsx';
import { Failure } from '../failure.tsx';
import { CheckInput, TextInput } from '../field.tsx';

/** Saves what the address says now under a name, for oneself or for everybody. */
export function SaveView({ place }: { place: ViewPlace }) {
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const search = useLocation({ select: ({ searchStr }) => searchStr });
  const save = useSaveView();
  const may = useMay('views:change');
  const role = useQuery(meQuery()).data?.role;
  if (!may) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ place, name, search: search.slice(1), shared }, { onSuccess: () => setName('') });
  };
  return (
    <form onSubmit={submit} className="mt-2 space-y-2 border-t border-line pt-2.5">
      <div className="flex gap-1.5">
        <TextInput
          aria-label="Name of this view"
          placeholder="Name of this view"
          value={name}
          maxLength={80}
          required
          onChange={({ target }) => setName(target.value)}
        />
        <Button type="submit" disabled={name.trim() === '' || save.isPending}>
          Save
        </Button>
      </div>
      {role !== 'support' && (
        <CheckInput checked={shared} onChange={({ target }) => setShared(target.checked)}>
          Share with everybody
        </CheckInput>
      )}
      {save.isError && <Failure what="The view could not be saved" error={save.error} />}
    </form>
  );
}
