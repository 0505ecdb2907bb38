import type { ControlPlaneState } from '../../database/control-plane-state.ts';
import type { MeetingsRepository } from './meetings-repository.ts';

/** The same meetings for callers who cannot wait: while the control plane is known to be away, they fail at once. */
export function guardedMeetings(
  meetings: MeetingsRepository,
  plane: ControlPlaneState,
): MeetingsRepository {
  async function through<T>(work: () => Promise<T>): Promise<T> {
    const { outage } = plane;
    if (outage) throw outage;
    return await work();
  }
  return {
    list: (query) => through(() => meetings.list(query)),
    find: (orgId, id) => through(() => meetings.find(orgId, id)),
    trace: (id) => through(() => meetings.trace(id)),
    create: (orgId, input, now) => through(() => meetings.create(orgId, input, now)),
  };
}
