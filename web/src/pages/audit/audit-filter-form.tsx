import { STAFF_ACTIONS } from '@request-desk/shared/staff-api';
import { useState } from 'react';
import type { AuditSearch } from '../../api/audit.ts';
import { Button } from '../../ui/button.tsx';
import { Field, TextInput } from '../../ui/field.tsx';
import { auditSearch } from './url.ts';

interface AuditFilterFormProps {
  readonly filter: AuditSearch;
  readonly onChange: (filter: AuditSearch) => void;
}

/** Narrows the audit by person, organisation, action, what it was about, and time (UTC). */
export function AuditFilterForm({ filter, onChange }: AuditFilterFormProps) {
  const [draft, setDraft] = useState<AuditSearch>(filter);
  const text = (name: keyof AuditSearch) => ({
    value: draft[name] ?? '',
    onChange: ({ target }: { target: HTMLInputElement }) =>
      setDraft({ ...draft, [name]: target.value }),
  });
  const time = (name: 'from' | 'to') => ({
    type: 'datetime-local',
    value: (draft[name] ?? '').slice(0, 16),
    onChange: ({ target }: { target: HTMLInputElement }) =>
      setDraft({ ...draft, [name]: target.value === '' ? '' : `${target.value}:00.000Z` }),
  });
  return (
    <form
      aria-label="Filter the audit log"
      className="grid gap-3 rounded-xl border border-line bg-surface p-4 shadow-card sm:grid-cols-2 lg:grid-cols-3"
      onSubmit={(event) => {
        event.preventDefault();
        onChange(auditSearch({ ...draft }));
      }}
    >
      <Field label="Person">
        <TextInput placeholder="as in the table" {...text('person')} />
      </Field>
      <Field label="Organisation">
        <TextInput placeholder="its id" {...text('org')} />
      </Field>
      <Field label="Action">
        <TextInput list="audit-actions" placeholder="keys:mint" {...text('action')} />
      </Field>
      <Field label="Subject">
        <TextInput placeholder="request:… or key_id:…" {...text('subject')} />
      </Field>
      <Field label="From (UTC)">
        <TextInput {...time('from')} />
      </Field>
      <Field label="To (UTC)">
        <TextInput {...time('to')} />
      </Field>
      <datalist id="audit-actions">
        {['session:begin', 'session:leave', 'role:change', ...STAFF_ACTIONS].map((action) => (
          <option key={action} value={action} />
        ))}
      </datalist>
      <div className="flex gap-2 sm:col-span-2 lg:col-span-3">
        <Button type="submit" variant="primary">
          Search
        </Button>
        <Button onClick={() => onChange({})}>Clear filters</Button>
      </div>
    </form>
  );
}
