import {
  meeting,
  meetingChanges,
  meetingId,
  meetingPage,
  newMeeting,
  timeRange,
} from '../catalogue/meetings.ts';
import { participant, participantPage } from '../catalogue/participants.ts';
import { success } from '../docs/openapi/answers.ts';
import { MEETING_ID, PARTICIPANT_ID } from '../docs/openapi/headers.ts';
import {
  AGAIN,
  body,
  type InputOf,
  type Operation,
  type Resource,
} from '../docs/openapi/operation.ts';
import { answered, page, sent } from '../docs/openapi/schemas.ts';
import { IDEMPOTENCY_KEY } from '../idempotency/idempotency-key.ts';
import { PAGE } from '../validation/page-parameters.ts';
import { oneOf, type PathParameter } from '../validation/parameters.ts';

const MEETING = {
  id: MEETING_ID,
  title: 'Kick-off',
  starts_at: '2031-05-06T07:08:09.000Z',
  duration_minutes: 30,
  created_at: '2031-05-01T09:00:00.000Z',
};
const PARTICIPANT = {
  id: PARTICIPANT_ID,
  name: 'Amara Okafor',
  joined_at: '2031-05-06T07:09:00.000Z',
  left_at: null,
};
const { id: _id, created_at: _created, ...NEW_MEETING } = MEETING;

const ID: PathParameter = {
  description: 'The id of a meeting.',
  published: meetingId,
  rule: 'a meeting id: mtg_ and 20 characters of 0-9 and a-z',
  example: MEETING_ID,
};

/** The calls on meetings by their ids; each has a handler in `routes.ts`. */
export const MEETING_OPERATIONS = {
  listMeetings: {
    call: 'GET /meetings',
    scope: 'meetings:read',
    summary: 'List meetings',
    description: `Newest first. ${AGAIN}`,
    path: {},
    query: {
      limit: PAGE.limit,
      time_range: oneOf(
        timeRange,
        'all',
        'Only meetings that were created within this time before the first page.',
      ),
      cursor: PAGE.cursor,
    },
    status: 200,
    answer: success('A page of meetings.', ['MeetingPage', { data: [MEETING], next_cursor: null }]),
    failures: ['invalid_request', 'invalid_cursor', 'not_found'],
  },
  createMeeting: {
    call: 'POST /meetings',
    scope: 'meetings:write',
    summary: 'Create a meeting',
    path: {},
    query: {},
    headers: { 'Idempotency-Key': IDEMPOTENCY_KEY },
    body: body('NewMeeting', NEW_MEETING),
    status: 201,
    answer: success('The new meeting.', ['Meeting', MEETING], ['Location', 'IdempotencyReplayed']),
    failures: ['invalid_request', 'not_found'],
  },
  getMeeting: {
    call: 'GET /meetings/:id',
    scope: 'meetings:read',
    summary: 'Read a meeting',
    path: { id: ID },
    query: {},
    status: 200,
    answer: success('The meeting.', ['Meeting', MEETING]),
    failures: ['invalid_request', 'not_found'],
  },
  changeMeeting: {
    call: 'PATCH /meetings/:id',
    scope: 'meetings:write',
    summary: 'Change a meeting',
    description: 'Fields that are not given stay as they are. Safe to repeat.',
    path: { id: ID },
    query: {},
    body: body('MeetingChanges', { title: 'Kick-off, moved', duration_minutes: 45 }),
    status: 200,
    answer: success('The meeting as it is now.', ['Meeting', MEETING]),
    failures: ['invalid_request', 'not_found'],
  },
  deleteMeeting: {
    call: 'DELETE /meetings/:id',
    scope: 'meetings:write',
    summary: 'Delete a meeting',
    description:
      'For good. Safe to repeat: of a meeting that is deleted already, the answer is `not_found`.',
    path: { id: ID },
    query: {},
    status: 204,
    answer: success('The meeting is deleted.'),
    failures: ['invalid_request', 'not_found'],
  },
  listParticipants: {
    call: 'GET /meetings/:id/participants',
    scope: 'meetings:read',
    summary: 'List who joined a meeting',
    description: `In the order of joining. ${AGAIN}`,
    path: { id: ID },
    query: PAGE,
    status: 200,
    answer: success('A page of participants.', [
      'ParticipantPage',
      { data: [PARTICIPANT], next_cursor: null },
    ]),
    failures: ['invalid_request', 'invalid_cursor', 'not_found'],
  },
} as const satisfies Readonly<Record<string, Operation>>;

/** What the handler of an operation gets of its path and query. */
export type MeetingParameters<Id extends keyof typeof MEETING_OPERATIONS> = InputOf<
  (typeof MEETING_OPERATIONS)[Id]
>;

/** The resource, as the API's description has it. */
export const MEETINGS: Resource = {
  name: 'meetings',
  description: 'Meetings of the organisation that owns the key.',
  operations: MEETING_OPERATIONS,
  schemas: {
    Meeting: answered(meeting),
    MeetingPage: page(meetingPage, 'Meeting'),
    NewMeeting: sent(newMeeting),
    MeetingChanges: sent(meetingChanges, { minProperties: 1 }),
    Participant: answered(participant),
    ParticipantPage: page(participantPage, 'Participant'),
  },
};
