import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { callerOf } from '../authentication/caller.ts';
import { type NewMeeting, newMeeting } from '../catalogue/meetings.ts';
import { idempotencyKeyOf } from '../idempotency/idempotency-key.ts';
import type { IdempotentCalls, KeyedCall } from '../idempotency/idempotent-calls.ts';
import { type JsonBody, repeatedFields } from '../validation/json-body.ts';
import { nearMiss } from '../validation/near-miss.ts';
import { printable } from '../validation/printable.ts';
import { readQuery } from '../validation/query.ts';
import { type Refused, refuse } from '../validation/refuse.ts';
import { draftMeeting, type MeetingsRepository } from './meetings-repository.ts';

const RULES: Readonly<Record<keyof NewMeeting, string>> = {
  title: 'must be text of 1 to 200 characters, without control characters',
  starts_at: 'must be an ISO 8601 date and time with offset, such as 2031-05-06T07:08:09Z',
  duration_minutes: 'must be a whole number from 1 to 1440',
};
const FORMS: Readonly<Record<keyof NewMeeting, Pick<Refused, 'form' | 'min' | 'max'>>> = {
  title: { form: 'text', min: 1, max: 200 },
  starts_at: { form: 'date_time' },
  duration_minutes: { form: 'whole_number', min: 1, max: 1440 },
};
const FIELDS = Object.keys(RULES);

interface Creation {
  readonly meetings: MeetingsRepository;
  readonly calls: IdempotentCalls;
  /** Runs a statement within the request's budget. */
  readonly within: KeyedCall['within'];
  readonly now: () => number;
}

/**
 * `POST /public/v1/meetings`: a new meeting of the caller's organisation, as JSON with its id. With an
 * Idempotency-Key that was used before: the meeting that was made then.
 */
export async function createMeeting(
  { meetings, calls, within, now }: Creation,
  request: FastifyRequest,
): Promise<{ readonly id: string; readonly text: string; readonly replayed: boolean }> {
  readQuery(request, {});
  const keyHash = idempotencyKeyOf(request);
  const body = readBody(request);
  const { title, starts_at, duration_minutes } = body;
  const { orgId } = callerOf(request);
  const { telemetry } = request;
  const input = { title, startsAt: new Date(starts_at), durationMinutes: duration_minutes };
  const at = new Date(now());
  if (keyHash === undefined) {
    const made = await telemetry.child('insert meeting', () => meetings.create(orgId, input, at));
    return { id: made.id, text: JSON.stringify(made), replayed: false };
  }
  const meeting = draftMeeting(input, at);
  const text = JSON.stringify(meeting);
  const answer = await telemetry.child('insert meeting once', () =>
    calls.answer({
      scope: { orgId, method: 'POST', route: '/public/v1/meetings', keyHash },
      content: JSON.stringify([title, input.startsAt.getTime(), duration_minutes]),
      requestId: telemetry.requestId,
      within,
      async execute(claim) {
        return (await meetings.createOnce(meeting, claim, text)) ? text : undefined;
      },
    }),
  );
  const replayed = answer.requestId !== telemetry.requestId;
  if (replayed) telemetry.event.replayOf = answer.requestId;
  return { id: storedId.parse(JSON.parse(answer.response)).id, text: answer.response, replayed };
}

const storedId = z.object({ id: z.string() });

function readBody(request: FastifyRequest): NewMeeting {
  const body = request.body as JsonBody | undefined;
  if (body === undefined) {
    refuse(request, 'body_malformed', [
      { field: 'body', rule: 'empty', says: 'The body is empty; send a JSON object' },
    ]);
  }
  const parsed = newMeeting.safeParse(body.value);
  if (!parsed.success) refuse(request, 'body_invalid', refusals(parsed.error, body.value));
  const repeated = repeatedFields(body.text);
  if (repeated.length === 0) return parsed.data;
  return refuse(
    request,
    'body_invalid',
    repeated.map((field) => ({ field, rule: 'duplicate', says: `${field} is given twice` })),
  );
}

/** Each failing field once, in the order that zod found them. */
function refusals(error: z.ZodError, value: unknown): Refused[] {
  const byField = new Map<string, Refused>();
  for (const issue of error.issues) {
    const [top] = issue.path;
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) byField.set(key, unknownField(key));
    } else if (top === undefined) {
      byField.set('body', {
        ...{ field: 'body', rule: 'type', form: 'object', came: kindOf(value) },
        says: 'The body must be a JSON object',
      });
    } else if (!byField.has(String(top))) {
      byField.set(String(top), refusedField(String(top), issue.code, value));
    }
  }
  return [...byField.values()];
}

function refusedField(field: string, rule: string, body: unknown): Refused {
  const sent = (body as Record<string, unknown>)[field];
  if (sent === undefined) return { field, rule: 'required', says: `${field} is missing` };
  const says = `${field} ${RULES[field as keyof NewMeeting]}`;
  // Free text is nobody's business; a refused number or date is what support has to quote.
  const quoted = field !== 'title' && typeof sent !== 'object';
  return {
    field,
    rule: RULE_NAMES[rule] ?? rule,
    ...FORMS[field as keyof NewMeeting],
    came: kindOf(sent),
    ...(quoted ? { value: printable(String(sent)) } : {}),
    says,
  };
}

function kindOf(value: unknown): NonNullable<Refused['came']> {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return typeof value === 'string' ? 'text' : 'object';
}

const RULE_NAMES: Readonly<Record<string, string>> = {
  invalid_type: 'type',
  invalid_format: 'format',
  too_small: 'minimum',
  too_big: 'maximum',
  custom: 'format',
};

function unknownField(key: string): Refused {
  const near = nearMiss(key, FIELDS);
  return {
    field: printable(key),
    rule: 'unknown',
    ...(near === undefined ? {} : { nearMiss: near }),
    says: `${printable(key) || 'A field without a name'} is not a field here; the body takes ${FIELDS.join(', ')}`,
  };
}
