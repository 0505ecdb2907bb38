import type { FacetName } from '@request-desk/shared/explore-api';

/** Facets as people call them, in the order shown. */
export const FACET_LABEL: Readonly<Record<FacetName, string>> = {
  code: 'Code',
  cause: 'Cause',
  status: 'Status',
  org: 'Organisation',
  key: 'API key',
  route: 'Route',
  method: 'Method',
  client: 'Client',
  release: 'Release',
};

/** A value as people read it: what stands for none or for several is spelled out. */
export function shownValue(facet: FacetName, value: string): string {
  if (value === '-' || value === '') return 'none';
  return facet === 'code' && value === 'error' ? 'any error' : value;
}
