import type { MeetingsRepository } from './meetings-repository.ts';

/** The same meetings behind a connection that `trip` may break: it throws as a driver would. */
export function faultyMeetings(meetings: MeetingsRepository, trip: () => void): MeetingsRepository {
  return throughMeetings(meetings, async (work) => {
    trip();
    return await work();
  });
}

/** The same meetings, each statement run by `through`, which may refuse it. */
export function throughMeetings(
  meetings: MeetingsRepository,
  through: <T>(work: () => Promise<T>) => Promise<T>,
): MeetingsRepository {
  return {
    list: (query) => through(() => meetings.list(query)),
    find: (orgId, id) => through(() => meetings.find(orgId, id)),
    participants: (query) => through(() => meetings.participants(query)),
    create: (orgId, input, now) => through(() => meetings.create(orgId, input, now)),
    createOnce: (...call) => through(() => meetings.createOnce(...call)),
    change: (orgId, id, changes) => through(() => meetings.change(orgId, id, changes)),
    remove: (orgId, id, now) => through(() => meetings.remove(orgId, id, now)),
  };
}
