import type { MeetingsRepository } from './meetings-repository.ts';
import { throughMeetings } from './through-meetings.ts';

/** The same meetings behind a connection that `trip` may break: it throws as a driver would. */
export function faultyMeetings(meetings: MeetingsRepository, trip: () => void): MeetingsRepository {
  return throughMeetings(meetings, async (work) => {
    trip();
    return await work();
  });
}
