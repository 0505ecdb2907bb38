import type { FacetName } from '@request-desk/shared/explore-api';

/** A value as people read it: what stands for none or for several is spelled out. */
export function shownValue(facet: FacetName, value: string): string {
  if (value === '-' || value === '') return 'none';
  return facet === 'code' && value === 'error' ? 'any error' : value;
}
