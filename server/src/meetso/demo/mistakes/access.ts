import { bearer, MEETINGS, unknownKey } from '../calls.ts';
import {
  activeKey,
  get,
  getAs,
  keyIn,
  keyWithout,
  type Mistake,
  meetingWhere,
  post,
} from './mistake.ts';

const READ = ['meetings:read'] as const;

/** Missing, wrong, revoked and too narrow credentials. */
export const ACCESS_MISTAKES: readonly Mistake[] = [
  {
    name: 'no Authorization header',
    weight: 10,
    userAgent: 'okhttp/4.12.0',
    from: '127.0.22.1',
    make: (w, self) => getAs(w, self, undefined),
  },
  {
    name: 'Basic instead of Bearer',
    weight: 6,
    userAgent: 'curl/8.5.0',
    from: '127.0.22.2',
    make: (w, self) => {
      const { secret } = activeKey(w, 8, READ);
      return getAs(w, self, `Basic ${Buffer.from(`${secret}:`).toString('base64')}`);
    },
  },
  {
    name: 'a key in quotes',
    weight: 4,
    userAgent: 'python-requests/2.32.3',
    from: '127.0.22.3',
    make: (w, self) => getAs(w, self, `Bearer "${activeKey(w, 9, READ).secret}"`),
  },
  {
    name: 'a revoked key still in use',
    weight: 12,
    userAgent: 'meetso-node/2.1.0',
    from: '127.0.22.4',
    make: (w, self) => get(w, self, keyIn(w, 'revoked'), `${MEETINGS}?time_range=24h`),
  },
  {
    name: 'an expired key',
    weight: 5,
    userAgent: 'meetso-python/1.6.2',
    from: '127.0.22.5',
    make: (w, self) => get(w, self, keyIn(w, 'expired'), MEETINGS),
  },
  {
    name: 'a key nobody has',
    weight: 4,
    userAgent: 'PostmanRuntime/7.43.0',
    from: '127.0.22.6',
    make: (w, self) => getAs(w, self, `Bearer ${unknownKey(w.random)}`),
  },
  {
    name: 'a read-only key that writes',
    weight: 10,
    userAgent: 'meetso-node/2.3.1',
    from: '127.0.22.7',
    make: (w, self) => post(w, self, keyWithout(w, 'meetings:write')),
  },
  {
    name: 'a read-only key that deletes',
    weight: 3,
    userAgent: 'meetso-go/0.9.4',
    from: '127.0.22.9',
    make: (w, self) => {
      const key = keyWithout(w, 'meetings:write');
      const meeting = meetingWhere(w, (m) => m.orgId === key.orgId && !m.deleted);
      const path = `${MEETINGS}/${meeting?.id}`;
      return w.send({
        method: 'DELETE',
        path,
        from: self.from,
        headers: bearer(key.secret, self.userAgent),
      });
    },
  },
  {
    name: 'a write-only key that reads',
    weight: 4,
    userAgent: 'meetso-java/0.4.0',
    from: '127.0.22.8',
    make: (w, self) => get(w, self, keyWithout(w, 'meetings:read'), MEETINGS),
  },
];
