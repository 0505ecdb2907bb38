import type { RuleSpec, ruleSpec } from '@request-desk/shared/alert-rules-api';
import { useQuery } from '@tanstack/react-query';
import { type Control, useWatch } from 'react-hook-form';
import type { z } from 'zod';
import { orgsQuery } from '../../../api/orgs.ts';
import { WireSelect } from '../../../ui/form/wire-fields.tsx';

/** Values of the rule's form. */
export type RuleControl = Control<z.input<typeof ruleSpec>, unknown, RuleSpec>;

/** Which organisation a rule is about, by name. */
export function OrgSelect({ control }: { readonly control: RuleControl }) {
  const orgs = useQuery(orgsQuery()).data?.items ?? [];
  const org = useWatch({ control, name: 'org' }) ?? null;
  const other = org === null || orgs.some(({ id }) => id === org) ? [] : [[org, org] as const];
  return (
    <WireSelect
      control={control}
      name="org"
      label="Organisation"
      options={[
        [null, 'All organisations'],
        ...other,
        ...orgs.map(({ id, name }) => [id, name] as const),
      ]}
    />
  );
}
