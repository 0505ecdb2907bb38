import type { ControlPlaneState } from '../../database/control-plane-state.ts';
import type { TimeBudget } from '../../database/time-budget.ts';
import type { MeetingsRepository } from './meetings-repository.ts';
import { throughMeetings } from './through-meetings.ts';

/**
 * The same meetings for one request that cannot wait: they fail at once while the control plane is
 * known to be away, and as soon as the request's budget is spent.
 */
export function guardedMeetings(
  meetings: MeetingsRepository,
  plane: ControlPlaneState,
  budget: TimeBudget,
): MeetingsRepository {
  return throughMeetings(meetings, guarded(plane, budget));
}

/** Runs a statement for one request, unless its database is away or its time is spent. */
export function guarded(
  plane: ControlPlaneState,
  budget: TimeBudget,
): <T>(work: () => Promise<T>) => Promise<T> {
  return async (work) => {
    const { outage } = plane;
    if (outage) throw outage;
    return await budget.spend(work);
  };
}
