import {
  meeting,
  meetingChanges,
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
  CLIENT_ID,
  CURSOR,
  LIMIT,
  type Operation,
  type Resource,
} from '../docs/openapi/operation.ts';
import { page, schema } from '../docs/openapi/schemas.ts';

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

const ID = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'The id of a meeting.',
  schema: { type: 'string', pattern: '^mtg_[0-9a-z]{20}$' },
  example: MEETING_ID,
};

/** The calls on meetings by their ids; each has a handler in `routes.ts`. */
export const MEETING_OPERATIONS = {
  listMeetings: list(),
  createMeeting: create(),
  getMeeting: read(),
  changeMeeting: change(),
  deleteMeeting: remove(),
  listParticipants: listParticipants(),
} as const satisfies Readonly<Record<string, Operation>>;

/** The resource, as the API's description has it. */
export const MEETINGS: Resource = {
  name: 'meetings',
  description: 'Meetings of the organisation that owns the key.',
  operations: MEETING_OPERATIONS,
  schemas: {
    Meeting: schema(meeting),
    MeetingPage: page(schema(meetingPage), 'Meeting'),
    NewMeeting: schema(newMeeting, 'input'),
    MeetingChanges: { ...schema(meetingChanges, 'input'), minProperties: 1 },
    Participant: schema(participant),
    ParticipantPage: page(schema(participantPage), 'Participant'),
  },
};

function list(): Operation {
  return {
    call: 'GET /meetings',
    scope: 'meetings:read',
    summary: 'List meetings',
    description: `Newest first. ${AGAIN}`,
    parameters: [
      LIMIT,
      {
        name: 'time_range',
        in: 'query',
        description: 'Only meetings that were created within this time before the first page.',
        schema: { type: 'string', enum: timeRange.options, default: 'all' },
      },
      CURSOR,
      CLIENT_ID,
    ],
    status: 200,
    answer: success('A page of meetings.', ['MeetingPage', { data: [MEETING], next_cursor: null }]),
    failures: ['invalid_request', 'invalid_cursor', 'not_found'],
  };
}

function create(): Operation {
  return {
    call: 'POST /meetings',
    scope: 'meetings:write',
    summary: 'Create a meeting',
    parameters: [
      {
        name: 'Idempotency-Key',
        in: 'header',
        description:
          'Names this call: repeated with the same key and body within 24 hours, it gets the same answer and creates nothing again.',
        schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
      },
      CLIENT_ID,
    ],
    body: body('NewMeeting', NEW_MEETING),
    status: 201,
    answer: success('The new meeting.', ['Meeting', MEETING], ['Location', 'IdempotencyReplayed']),
    failures: ['invalid_request', 'not_found'],
  };
}

function read(): Operation {
  return {
    call: 'GET /meetings/:id',
    scope: 'meetings:read',
    summary: 'Read a meeting',
    parameters: [ID, CLIENT_ID],
    status: 200,
    answer: success('The meeting.', ['Meeting', MEETING]),
    failures: ['invalid_request', 'not_found'],
  };
}

function change(): Operation {
  return {
    call: 'PATCH /meetings/:id',
    scope: 'meetings:write',
    summary: 'Change a meeting',
    description: 'Fields that are not given stay as they are. Safe to repeat.',
    parameters: [ID, CLIENT_ID],
    body: body('MeetingChanges', { title: 'Kick-off, moved', duration_minutes: 45 }),
    status: 200,
    answer: success('The meeting as it is now.', ['Meeting', MEETING]),
    failures: ['invalid_request', 'not_found'],
  };
}

function remove(): Operation {
  return {
    call: 'DELETE /meetings/:id',
    scope: 'meetings:write',
    summary: 'Delete a meeting',
    description:
      'For good. Safe to repeat: of a meeting that is deleted already, the answer is `not_found`.',
    parameters: [ID, CLIENT_ID],
    status: 204,
    answer: success('The meeting is deleted.'),
    failures: ['invalid_request', 'not_found'],
  };
}

function listParticipants(): Operation {
  return {
    call: 'GET /meetings/:id/participants',
    scope: 'meetings:read',
    summary: 'List who joined a meeting',
    description: `In the order of joining. ${AGAIN}`,
    parameters: [ID, LIMIT, CURSOR, CLIENT_ID],
    status: 200,
    answer: success('A page of participants.', [
      'ParticipantPage',
      { data: [PARTICIPANT], next_cursor: null },
    ]),
    failures: ['invalid_request', 'invalid_cursor', 'not_found'],
  };
}
