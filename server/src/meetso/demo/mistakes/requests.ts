import { z } from 'zod';
import { bearer, MEETINGS } from '../calls.ts';
import {
  activeKey,
  get,
  type Mistake,
  type MistakeContext,
  meetingWhere,
  post,
} from './mistake.ts';

const READ = ['meetings:read'] as const;
const WRITE = ['meetings:write'] as const;

/** Requests that break a rule, and cursors that cannot be used. */
export const REQUEST_MISTAKES: readonly Mistake[] = [
  {
    name: 'a typo in time_range',
    weight: 14,
    userAgent: 'meetso-python/1.8.0',
    from: '127.0.21.1',
    make: (w, self) => get(w, self, activeKey(w, 0, READ), `${MEETINGS}?time_range=7days`),
  },
  {
    name: 'a page that is too large',
    weight: 4,
    userAgent: 'meetso-ruby/1.2.0',
    from: '127.0.21.2',
    make: (w, self) => get(w, self, activeKey(w, 5, READ), `${MEETINGS}?limit=500`),
  },
  {
    name: 'an unknown parameter',
    weight: 3,
    userAgent: 'Zapier',
    from: '127.0.21.3',
    make: (w, self) => get(w, self, activeKey(w, 10, READ), `${MEETINGS}?page=2`),
  },
  {
    name: 'a duration as text',
    weight: 4,
    userAgent: 'meetso-php/3.0.0',
    from: '127.0.21.4',
    make: (w, self) =>
      post(w, self, activeKey(w, 2, WRITE), (body) => body.replace(/:(\d+)}$/, ':"$1"}')),
  },
  {
    name: 'a change of a field that is not there',
    weight: 3,
    userAgent: 'meetso-python/1.8.0',
    from: '127.0.21.9',
    make: (w, self) => {
      const key = activeKey(w, 6, WRITE);
      const meeting = meetingWhere(w, (m) => m.orgId === key.orgId && !m.deleted);
      const headers = { ...bearer(key.secret, self.userAgent), 'content-type': 'application/json' };
      const path = `${MEETINGS}/${meeting?.id}`;
      return w.send({
        method: 'PATCH',
        path,
        headers,
        from: self.from,
        body: '{"duration":45}',
      });
    },
  },
  {
    name: 'a body cut short',
    weight: 2,
    userAgent: 'okhttp/4.12.0',
    from: '127.0.21.5',
    make: (w, self) => post(w, self, activeKey(w, 4, WRITE), (body) => body.slice(0, -12)),
  },
  {
    name: 'a cursor of another query',
    weight: 6,
    userAgent: 'meetso-go/0.9.4',
    from: '127.0.21.6',
    make: (w, self) => pageOn(w, self, { place: 15, range: '7d', change: (cursor) => cursor }),
  },
  {
    name: 'an altered cursor',
    weight: 5,
    userAgent: 'meetso-php/3.0.0',
    from: '127.0.21.7',
    make: (w, self) => pageOn(w, self, { place: 20, range: 'all', change: swapEnd }),
  },
  {
    name: 'a page number as cursor',
    weight: 3,
    userAgent: 'axios/1.7.9',
    from: '127.0.21.8',
    make: (w, self) => get(w, self, activeKey(w, 25, READ), `${MEETINGS}?cursor=2`),
  },
];

interface PageTurn {
  /** Of the key among the active ones. */
  readonly place: number;
  readonly range: string;
  readonly change: (cursor: string) => string;
}

/** Reads a first page of all meetings, then asks on with `range` and a changed cursor. */
async function pageOn(world: MistakeContext, self: Mistake, { place, range, change }: PageTurn) {
  const key = activeKey(world, place, READ);
  const first = await get(world, self, key, `${MEETINGS}?limit=2&time_range=all`);
  const cursor = encodeURIComponent(change(nextCursorOf(first?.body) ?? 'none'));
  return await get(world, self, key, `${MEETINGS}?limit=2&time_range=${range}&cursor=${cursor}`);
}

/** The last six characters in reverse: still decodable, no longer signed. */
function swapEnd(cursor: string): string {
  return cursor.slice(0, -6) + [...cursor.slice(-6)].reverse().join('');
}

const page = z.object({ next_cursor: z.string().nullable() });

/** Where the next page of a list begins; undefined for any other answer. */
function nextCursorOf(body: unknown): string | undefined {
  return page.safeParse(body).data?.next_cursor ?? undefined;
}
