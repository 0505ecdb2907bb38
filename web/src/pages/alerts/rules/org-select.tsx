import { useQuery } from '@tanstack/react-query';
import { orgsQuery } from '../../../api/orgs.ts';
import { fieldLook } from '../../../ui/field.tsx';
import type { RuleDraft } from './rule-draft.ts';

interface OrgSelectProps {
  readonly draft: Pick<RuleDraft, 'org'>;
  readonly onChange: (change: Pick<RuleDraft, 'org'>) => void;
}

/** Which organisation a rule is about, by name. */
export function OrgSelect({ draft, onChange }: OrgSelectProps) {
  const orgs = useQuery(orgsQuery()).data?.items ?? [];
  return (
    <select
      value={draft.org}
      onChange={({ target }) => onChange({ org: target.value })}
      className={fieldLook}
    >
      <option value="">Every organisation</option>
      {draft.org !== '' && !orgs.some(({ id }) => id === draft.org) && (
        <option value={draft.org}>{draft.org}</option>
      )}
      {orgs.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
