import {
  meeting,
  meetingChanges,
  meetingPage,
  newMeeting,
  timeRange,
} from '../../catalogue/meetings.ts';
import { participant, participantPage } from '../../catalogue/participants.ts';
import type { Deprecations } from '../../deprecation.ts';
import { DEFAULT_LIMIT, MAX_LIMIT } from '../../meetings/list-meetings.ts';
import type { Scope } from '../../scopes.ts';
import { failures, success } from './answers.ts';
import { MEETING_ID, PARTICIPANT_ID } from './headers.ts';
import { type Json, page, ref, schema } from './schemas.ts';

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
const LIMIT = {
  name: 'limit',
  in: 'query',
  description: 'How many stand on a page.',
  schema: { type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT },
};
const CURSOR = {
  name: 'cursor',
  in: 'query',
  description:
    'Where the page begins: `next_cursor` of the page before, unchanged, within 24 hours.',
  schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[A-Za-z0-9_-]+$' },
};
const CLIENT_ID = {
  name: 'x-client-request-id',
  in: 'header',
  description:
    'Your own name of the call: the answer carries it, and support finds the call by it. One that is not 1 to 128 letters, digits, dots, colons, - or _ is ignored.',
  schema: { type: 'string' },
};
const AGAIN = 'Pass `next_cursor` back as `cursor`, with the other parameters unchanged.';

const SCOPE = 'x-required-scope';

type Operations = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/** Every path with its operations; those that go away say so. */
export function operations(deprecations: Deprecations): Operations {
  const told = (path: string, method: string) =>
    Object.hasOwn(deprecations, `${method.toUpperCase()} ${path.replace('{id}', ':id')}`);
  return Object.fromEntries(
    Object.entries(OPERATIONS).map(([path, methods]) => [
      path,
      Object.fromEntries(
        Object.entries(methods).map(([method, one]) => [
          method,
          told(path, method) ? { ...one, deprecated: true } : one,
        ]),
      ),
    ]),
  );
}

const OPERATIONS: Operations = {
  '/public/v1/meetings': { get: list(), post: create() },
  '/public/v1/meetings/{id}': { get: read(), patch: change(), delete: remove() },
  '/public/v1/meetings/{id}/participants': { get: listParticipants() },
};

/** What the operations send and answer, by name. */
export function resourceSchemas(): Json {
  return {
    Meeting: schema(meeting),
    MeetingPage: page(schema(meetingPage), 'Meeting'),
    NewMeeting: schema(newMeeting, 'input'),
    MeetingChanges: { ...schema(meetingChanges, 'input'), minProperties: 1 },
    Participant: schema(participant),
    ParticipantPage: page(schema(participantPage), 'Participant'),
  };
}

/** The calls that a scope opens, as in `GET /public/v1/meetings/:id`. */
export function opensOf(scope: Scope): string[] {
  return Object.entries(OPERATIONS).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, one]) => one[SCOPE] === scope)
      .map(([method]) => `${method.toUpperCase()} ${path.replace('{id}', ':id')}`),
  );
}

function list(): Json {
  return {
    ...operation('listMeetings', 'List meetings', 'meetings:read'),
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
    responses: {
      200: success('A page of meetings.', ['MeetingPage', { data: [MEETING], next_cursor: null }]),
      ...failures(['invalid_request', 'invalid_cursor', 'not_found']),
    },
  };
}

function create(): Json {
  return {
    ...operation('createMeeting', 'Create a meeting', 'meetings:write'),
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
    requestBody: body('NewMeeting', NEW_MEETING),
    responses: {
      201: success('The new meeting.', ['Meeting', MEETING], ['Location', 'IdempotencyReplayed']),
      ...failures(['invalid_request', 'not_found']),
    },
  };
}

function read(): Json {
  return {
    ...operation('getMeeting', 'Read a meeting', 'meetings:read'),
    parameters: [ID, CLIENT_ID],
    responses: {
      200: success('The meeting.', ['Meeting', MEETING]),
      ...failures(['invalid_request', 'not_found']),
    },
  };
}

function change(): Json {
  return {
    ...operation('changeMeeting', 'Change a meeting', 'meetings:write'),
    description: 'Fields that are not given stay as they are. Safe to repeat.',
    parameters: [ID, CLIENT_ID],
    requestBody: body('MeetingChanges', { title: 'Kick-off, moved', duration_minutes: 45 }),
    responses: {
      200: success('The meeting as it is now.', ['Meeting', MEETING]),
      ...failures(['invalid_request', 'not_found']),
    },
  };
}

function remove(): Json {
  return {
    ...operation('deleteMeeting', 'Delete a meeting', 'meetings:write'),
    description:
      'For good. Safe to repeat: of a meeting that is deleted already, the answer is `not_found`.',
    parameters: [ID, CLIENT_ID],
    responses: {
      204: success('The meeting is deleted.'),
      ...failures(['invalid_request', 'not_found']),
    },
  };
}

function listParticipants(): Json {
  return {
    ...operation('listParticipants', 'List who joined a meeting', 'meetings:read'),
    description: `In the order of joining. ${AGAIN}`,
    parameters: [ID, LIMIT, CURSOR, CLIENT_ID],
    responses: {
      200: success('A page of participants.', [
        'ParticipantPage',
        { data: [PARTICIPANT], next_cursor: null },
      ]),
      ...failures(['invalid_request', 'invalid_cursor', 'not_found']),
    },
  };
}

function operation(operationId: string, summary: string, scope: Scope): Json {
  return { operationId, summary, tags: ['meetings'], [SCOPE]: scope };
}

function body(name: string, example: unknown): Json {
  return {
    required: true,
    content: { 'application/json': { schema: ref('schemas', name), example } },
  };
}
