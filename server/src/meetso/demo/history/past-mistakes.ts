import { timeRange } from '../../catalogue/meetings.ts';
import { keyPrefixOf } from '../../key-form.ts';
import { MEETINGS, oneOf, unknownKey } from '../calls.ts';
import type { DemoKey } from '../demo-data.ts';
import {
  activeKey,
  keyIn,
  keyWithout,
  type MistakeContext,
  meetingWhere,
} from '../mistakes/mistake.ts';
import { newPastMeetingId } from './past-meeting-id.ts';
import {
  badCursor,
  lacking,
  NO_SUCH_METHOD,
  NO_SUCH_PATH,
  noKey,
  type PastRefusal,
  refused,
  unseen,
  unusableKey,
} from './past-refusals.ts';

export type PastContext = Pick<MistakeContext, 'seed' | 'random'>;

/** What the API recorded of a mistake of the past: as of the live one of the same name. */
export interface PastMistake {
  readonly status: number;
  /** The key that was sent, if it was one. */
  readonly key?: (world: PastContext) => DemoKey;
  /** Whether it got as far as the limits of its key. */
  readonly counted: boolean;
  /** GET where it is not said. */
  readonly method?: string;
  /** The list of meetings where it is not said. */
  readonly route?: string;
  readonly path?: (world: PastContext, key: DemoKey | undefined) => string;
  readonly refusal: (world: PastContext, key: DemoKey | undefined, at: number) => PastRefusal;
}

type CalledPlace = Pick<PastMistake, 'method' | 'route' | 'path'>;

const ONE = `${MEETINGS}/:id`;
const READ = ['meetings:read'] as const;
const WRITE = ['meetings:write'] as const;
const TWO_DAYS_MS = 172_800_000;
const reader = (place: number) => (world: PastContext) => activeKey(world, place, READ);
const writer = (place: number) => (world: PastContext) => activeKey(world, place, WRITE);

/** By the name of the live mistake; a test holds the two against each other. */
export const PAST_MISTAKES: Readonly<Record<string, PastMistake>> = {
  'a typo in time_range': counted(400, reader(0), () =>
    refused(
      'parameter_invalid',
      `time_range must be one of ${timeRange.options.join(', ')}; did you mean '7d'?`,
      {
        field: 'time_range',
        rule: 'enum',
        form: 'one_of',
        allowed: timeRange.options,
        value: '7days',
        nearMiss: '7d',
      },
    ),
  ),
  'a page that is too large': counted(400, reader(5), () =>
    refused('parameter_invalid', 'limit must be a whole number from 1 to 100.', {
      field: 'limit',
      rule: 'maximum',
      form: 'whole_number',
      min: 1,
      max: 100,
      value: '500',
    }),
  ),
  'an unknown parameter': counted(400, reader(10), () =>
    refused(
      'parameter_unknown',
      'page is not a parameter of this route, which takes limit, time_range, cursor.',
      { field: 'page', rule: 'unknown' },
    ),
  ),
  'a duration as text': counted(
    400,
    writer(2),
    ({ random }) =>
      refused('body_invalid', 'duration_minutes must be a whole number from 1 to 1440.', {
        field: 'duration_minutes',
        rule: 'type',
        form: 'whole_number',
        min: 1,
        max: 1440,
        came: 'text',
        value: String(oneOf([15, 30, 45, 60], random)),
      }),
    { method: 'POST' },
  ),
  'a change of a field that is not there': counted(
    400,
    writer(6),
    () =>
      refused(
        'body_invalid',
        "duration is not a field here; the body takes title, starts_at, duration_minutes; did you mean 'duration_minutes'? " +
          'The body must have a field to change: title, starts_at or duration_minutes.',
        { field: 'duration', rule: 'unknown', nearMiss: 'duration_minutes' },
        { field: 'body', rule: 'minimum' },
      ),
    { method: 'PATCH', route: ONE, path: ofOwn },
  ),
  'a body cut short': counted(
    400,
    writer(4),
    () =>
      refused('body_malformed', 'The body is not valid JSON: it seems to be cut off.', {
        field: 'body',
        rule: 'cut_off',
      }),
    { method: 'POST' },
  ),
  'a cursor of another query': counted(400, reader(15), () => badCursor('other_query')),
  'an altered cursor': counted(400, reader(20), () => badCursor('forged')),
  'a page number as cursor': counted(400, reader(25), () => badCursor('undecodable')),
  'no Authorization header': turnedAway(401, undefined, () =>
    noKey('header_missing', 'no header', 'The Authorization header is missing.'),
  ),
  'Basic instead of Bearer': turnedAway(401, undefined, () =>
    noKey(
      'scheme_wrong',
      'the scheme is Basic, with an API key in it, where Bearer is needed',
      'The scheme is Basic, with an API key in it, where Bearer is needed.',
    ),
  ),
  'a key in quotes': turnedAway(401, undefined, () =>
    noKey('token_malformed', 'the token stands in quotes', 'The token stands in quotes.'),
  ),
  'a revoked key still in use': turnedAway(
    401,
    (world) => keyIn(world, 'revoked'),
    () => unusableKey('revoked'),
  ),
  'an expired key': turnedAway(
    401,
    (world) => keyIn(world, 'expired'),
    () => unusableKey('expired'),
  ),
  'a key nobody has': turnedAway(401, undefined, ({ random }) => {
    const keyPrefix = keyPrefixOf(unknownKey(random));
    return { ...unusableKey('unknown'), ...(keyPrefix ? { keyPrefix } : {}) };
  }),
  'a read-only key that writes': counted(
    403,
    (world) => keyWithout(world, 'meetings:write'),
    () => lacking('meetings:write'),
    { method: 'POST' },
  ),
  'a read-only key that deletes': counted(
    403,
    (world) => keyWithout(world, 'meetings:write'),
    () => lacking('meetings:write'),
    { method: 'DELETE', route: ONE, path: ofOwn },
  ),
  'a write-only key that reads': counted(
    403,
    (world) => keyWithout(world, 'meetings:read'),
    () => lacking('meetings:read'),
  ),
  "another organisation's meeting": counted(
    404,
    reader(3),
    ({ seed }, key) => {
      const other = seed.orgs.find(({ id }) => id !== key?.orgId);
      return { ...unseen('other_org'), ...(other ? { ownerOrg: other.id } : {}) };
    },
    {
      route: ONE,
      path: (world, key) => pathOf(world, (m) => m.orgId !== key?.orgId && !m.deleted),
    },
  ),
  'a deleted meeting': counted(
    404,
    reader(13),
    ({ random }, _key, at) => ({
      ...unseen('deleted'),
      deletedAt: new Date(at - random() * TWO_DAYS_MS).toISOString(),
    }),
    { route: ONE, path: (world, key) => pathOf(world, (m) => m.orgId === key?.orgId && m.deleted) },
  ),
  'an id that never existed': counted(404, reader(17), () => unseen('absent'), {
    route: ONE,
    path: (world) => pathOf(world, () => false),
  }),
  'a path of the old API': turnedAway(404, reader(23), () => NO_SUCH_PATH, {
    route: '',
    path: () => '/public/v1/…',
  }),
  'a method that is not there': turnedAway(404, reader(27), () => NO_SUCH_METHOD, {
    method: 'PUT',
    route: ONE,
    path: () => `${MEETINGS}/…`,
  }),
};

/** Refused after it was counted against the limits of its key. */
function counted(
  status: number,
  key: NonNullable<PastMistake['key']>,
  refusal: PastMistake['refusal'],
  place: CalledPlace = {},
): PastMistake {
  return { status, key, counted: true, refusal, ...place };
}

/** Refused before that. */
function turnedAway(
  status: number,
  key: PastMistake['key'],
  refusal: PastMistake['refusal'],
  place: CalledPlace = {},
): PastMistake {
  return { status, ...(key ? { key } : {}), counted: false, refusal, ...place };
}

/** The path of a live meeting of the key's organisation. */
function ofOwn(world: PastContext, key: DemoKey | undefined): string {
  return pathOf(world, (meeting) => meeting.orgId === key?.orgId && !meeting.deleted);
}

/** The path of such a meeting, or of one that never was. */
function pathOf(world: PastContext, wanted: Parameters<typeof meetingWhere>[1]): string {
  return `${MEETINGS}/${meetingWhere(world, wanted)?.id ?? newPastMeetingId(world.random)}`;
}
