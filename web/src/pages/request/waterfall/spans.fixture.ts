import type { DossierSpan } from '@request-desk/shared/dossier';

/** A span of the API between two times in microseconds. */
export function span(
  id: string,
  parent: string,
  [from, to]: readonly [number, number],
  more: Partial<DossierSpan> = {},
) {
  return {
    span_id: id,
    parent_span_id: parent,
    name: id,
    kind: 'Internal',
    service: 'parcel-api',
    offset_us: from,
    duration_us: to - from,
    status: 'Unset',
    status_message: '',
    attributes: {},
    events: [],
    links: [],
    ...more,
  } satisfies DossierSpan;
}
