import { bearer, MEETINGS } from '../calls.ts';
import { newPastMeetingId } from '../history/past-meeting-id.ts';
import { activeKey, get, type Mistake, meetingWhere } from './mistake.ts';

const READ = ['meetings:read'] as const;

/** Asking for what is not there, or not there for this key. */
export const NOT_FOUND_MISTAKES: readonly Mistake[] = [
  {
    name: "another organisation's meeting",
    weight: 7,
    userAgent: 'meetso-node/2.3.1',
    from: '127.0.23.1',
    make: (w, self) => {
      const key = activeKey(w, 3, READ);
      const meeting = meetingWhere(w, (m) => m.orgId !== key.orgId && !m.deleted);
      return get(w, self, key, `${MEETINGS}/${meeting?.id}`);
    },
  },
  {
    name: 'a deleted meeting',
    weight: 6,
    userAgent: 'meetso-python/1.8.0',
    from: '127.0.23.2',
    make: (w, self) => {
      const key = activeKey(w, 13, READ);
      const meeting = meetingWhere(w, (m) => m.orgId === key.orgId && m.deleted);
      return get(w, self, key, `${MEETINGS}/${meeting?.id}`);
    },
  },
  {
    name: 'an id that never existed',
    weight: 4,
    userAgent: 'meetso-go/0.9.4',
    from: '127.0.23.3',
    make: (w, self) => {
      return get(w, self, activeKey(w, 17, READ), `${MEETINGS}/${newPastMeetingId(w.random)}`);
    },
  },
  {
    name: 'a path of the old API',
    weight: 5,
    userAgent: 'meetso-java/0.4.0',
    from: '127.0.23.4',
    make: (w, self) => get(w, self, activeKey(w, 23, READ), '/public/v1/meeting'),
  },
  {
    name: 'a method that is not there',
    weight: 3,
    userAgent: 'meetso-ruby/1.2.0',
    from: '127.0.23.5',
    make: (w, self) => {
      const key = activeKey(w, 27, READ);
      const meeting = meetingWhere(w, (m) => m.orgId === key.orgId && !m.deleted);
      const headers = bearer(key.secret, self.userAgent);
      const path = `${MEETINGS}/${meeting?.id}`;
      return w.send({ method: 'PUT', path, headers, from: self.from });
    },
  },
];
