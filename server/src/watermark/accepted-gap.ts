import type { FollowedProducers } from './followed-producers.ts';
import type { Gap } from './gap-watch.ts';
import { type AcceptedDetail, acceptedDetail } from './limits.ts';
import type { Prefix } from './producer-progress.ts';
import type { RegistryLook } from './registry-reader.ts';

/** What a decision to pass `gap` says; times in milliseconds since 1970 by the reference clock. */
export function acceptedGap(
  { epoch, missing, first, last }: Gap,
  prefix: Prefix,
  currentTo: number | undefined,
  nowMs: number,
): AcceptedDetail {
  return {
    kind: 'gap',
    epoch,
    missing,
    first,
    last,
    passed: missing === 'end' ? prefix : { ...prefix, [missing]: last },
    since_ms: currentTo ?? null,
    until_ms: nowMs,
  };
}

/**
 * Gaps that were there when staff accepted a store that replaced another: what only the earlier one
 * held never comes, so nobody has to accept it producer by producer. `at`: monotonic milliseconds.
 */
export function lostWithStore(
  { stores, decisions }: RegistryLook,
  followed: Pick<FollowedProducers, 'counted' | 'prefixOf'>,
  at: number,
  nowMs: number,
): { id: string; detail: AcceptedDetail }[] {
  const store = stores.at(-1);
  const acceptedMs = store?.acceptedAt?.getTime();
  if (store === undefined || acceptedMs === undefined || stores.length === 1) return [];
  return followed.counted.flatMap(({ id, gap, currentTo }) => {
    const prefix = followed.prefixOf(id);
    if (gap === undefined || prefix === undefined) return [];
    const since = nowMs - (at - gap.since);
    const before = currentTo === undefined || currentTo < store.firstSeenAt.getTime();
    if (!before || since > acceptedMs) return [];
    const known = decisions.some(({ producerId, detail }) => {
      const { data } = acceptedDetail.safeParse(detail);
      return producerId === id && data?.kind === 'gap' && isSame(data, gap);
    });
    return known ? [] : [{ id, detail: acceptedGap(gap, prefix, currentTo, nowMs) }];
  });
}

function isSame(one: Pick<Gap, 'epoch' | 'missing' | 'last'>, gap: Gap): boolean {
  return one.epoch === gap.epoch && one.missing === gap.missing && one.last === gap.last;
}
