import type { ListResult } from '@request-desk/fastify/request/request-event';
import { ATTR } from '@request-desk/shared/attributes';
import type { Claim } from '@request-desk/shared/dossier';
import type { RequestFacts } from '../stored-event.ts';
import { claim, eventEvidence } from './evidence.ts';

/** What a list call gave, as far as its stored event says. */
interface StoredListResult extends Pick<ListResult, 'items' | 'filters'> {
  readonly empty: ListResult['empty'] | undefined;
  readonly more: ListResult['more'] | undefined;
}

/** Undefined for a call that lists nothing, or whose event does not say. */
export function listResultOf({
  request,
}: Pick<RequestFacts, 'request'>): StoredListResult | undefined {
  const { attributes } = request;
  const items = Number.parseInt(attributes[ATTR.resultItems] ?? '', 10);
  if (!(items >= 0)) return undefined;
  const empty = EMPTY.find((one) => one === attributes[ATTR.resultEmpty]);
  const more = attributes[ATTR.resultMore];
  return {
    items,
    filters: (attributes[ATTR.resultFilters] ?? '').split(' ').filter(Boolean),
    empty: items === 0 ? empty : undefined,
    more: more === undefined ? undefined : more === 'true',
  };
}

const EMPTY = ['filters', 'after_cursor', 'nothing_stored'] as const;
const WHY = {
  filters: 'It is empty because nothing matched the filters; without them there may be something.',
  after_cursor: 'It is empty because the list ends before this page: the cursor stood at its end.',
  nothing_stored: 'It is empty because the organisation had nothing of the kind then.',
} as const;

/** That nothing was done, because an earlier call with the same idempotency key had been answered. */
export function replayClaims(facts: Pick<RequestFacts, 'requestId' | 'request'>): Claim[] {
  const first = facts.request.attributes[ATTR.replayOf];
  if (!first) return [];
  const text = `It was a replay of ${first}: the same idempotency key, so it got that call's answer and did nothing itself.`;
  return [claim(text, eventEvidence(facts, { replay_of: first }))];
}

/** What a list held, which filters made it, why it was empty, and what a next page would do. */
export function successClaims(facts: Pick<RequestFacts, 'requestId' | 'request'>): Claim[] {
  const result = listResultOf(facts);
  if (result === undefined) return [];
  const { items, filters, empty, more } = result;
  const evidence = eventEvidence(facts, {
    items,
    filters: filters.join(' '),
    empty,
    more: String(more ?? ''),
  });
  const used = filters.length === 0 ? 'without filters' : `with ${sayFilters(filters)}`;
  const texts = [
    `It returned ${items === 1 ? '1 item' : `${items} items`}, ${used}.`,
    empty && WHY[empty],
    more === true && 'A next page would bring more items.',
    more === false && items > 0 && 'It was the last page: there is no next one.',
  ];
  return texts.flatMap((text) => (text ? [claim(text, evidence)] : []));
}

function sayFilters(filters: readonly string[]): string {
  const named = filters.map((filter) => {
    const [name = '', shape = ''] = filter.split(':');
    return shape ? `${name} (a ${shape})` : name;
  });
  return named.join(', ');
}
