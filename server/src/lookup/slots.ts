import type { STAFF_SLOTS } from '@request-desk/shared/profile-texts';
import { sayTime } from './say-time.ts';
import type { RequestFacts } from './stored-event.ts';

type Slots = Partial<Record<(typeof STAFF_SLOTS)[number], string>>;

/** What a profile's texts for staff are filled with. */
export function staffSlots({ requestId, startMs, request }: RequestFacts): Slots {
  const { code, message, method, route, path, status } = request;
  return {
    request_id: requestId,
    code: code ?? '',
    message,
    time: sayTime(startMs),
    method,
    route: route || path,
    path,
    status: String(status),
  };
}
