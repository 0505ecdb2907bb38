import type { MeetingsRepository } from './meetings-repository.ts';

/** The same meetings behind a connection that `trip` may break: it throws as a driver would. */
export function faultyMeetings(meetings: MeetingsRepository, trip: () => void): MeetingsRepository {
  async function through<T>(work: () => Promise<T>): Promise<T> {
    trip();
    return await work();
  }
  return {
    list: (query) => through(() => meetings.list(query)),
    find: (orgId, id) => through(() => meetings.find(orgId, id)),
    create: (orgId, input, now) => through(() => meetings.create(orgId, input, now)),
    createOnce: (...call) => through(() => meetings.createOnce(...call)),
  };
}
