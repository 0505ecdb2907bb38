import type { Org } from '@request-desk/shared/support-api';
import { useQuery } from '@tanstack/react-query';
import { orgsQuery } from '../api/orgs.ts';

/** Names of organisations by id; an id that is not known stands for itself. */
export function useOrgNames(): (id: string) => string {
  const { data } = useQuery(orgsQuery());
  const names = data && namesIn(data);
  return (id) => names?.get(id) ?? id;
}

type Orgs = { readonly items: readonly Org[] };

/** One map for all rows of a list. */
const maps = new WeakMap<Orgs, ReadonlyMap<string, string>>();

function namesIn(list: Orgs): ReadonlyMap<string, string> {
  const known = maps.get(list) ?? new Map(list.items.map(({ id, name }) => [id, name]));
  maps.set(list, known);
  return known;
}

/** An organisation by its name, in one line; its id on hover. */
export function OrgName({ id }: { id: string }) {
  const nameOf = useOrgNames();
  if (id === '' || id === '-') return <span className="text-fg-3">none</span>;
  return (
    <bdi title={id} className="inline-block max-w-full truncate align-bottom">
      {nameOf(id)}
    </bdi>
  );
}
