import type { Dossier, DossierFound, DossierNotFound } from '@request-desk/shared/dossier';

/** Requests of one code and cause, in the order in which they were asked for. */
export interface ResultGroup {
  readonly key: string;
  /** Empty for successes. */
  readonly code: string;
  readonly cause: string;
  readonly items: readonly DossierFound[];
}

/** Sorts answers into groups, failures first and the biggest of them; what was not found stands apart. */
export function resultGroups(items: readonly Dossier[]): {
  groups: readonly ResultGroup[];
  missing: readonly DossierNotFound[];
} {
  const found = items.filter((item) => item.found);
  const byCode = Map.groupBy(found, (item) => [codeOf(item), item.request?.cause ?? ''].join(' '));
  const groups = [...byCode].map(([key, members]) => ({
    key,
    code: members[0] ? codeOf(members[0]) : '',
    cause: members[0]?.request?.cause ?? '',
    items: members,
  }));
  return {
    groups: groups.sort(
      (a, b) => Number(a.code === '') - Number(b.code === '') || b.items.length - a.items.length,
    ),
    missing: items.filter((item) => !item.found),
  };
}

function codeOf(item: DossierFound): string {
  return item.request?.code ?? '';
}
