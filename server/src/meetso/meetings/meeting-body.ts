import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { NewMeeting } from '../catalogue/meetings.ts';
import { type JsonBody, repeatedFields } from '../validation/json-body.ts';
import { nearMiss } from '../validation/near-miss.ts';
import { printable } from '../validation/printable.ts';
import { type Refused, refuse } from '../validation/refuse.ts';

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
/** Of a value whose form is right: what is wrong with it all the same. */
const YEARS = 'must be in the years 1970 to 9999 in UTC';
const NO_SUCH_TIME = 'names a day, a time of day or an offset that does not exist';
const CUT_CHARACTER = 'has half a character (an unpaired surrogate), as where a text was cut';
const TIME_FORM = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
const FIELDS = Object.keys(RULES);

/** The body as `shape` reads it. Throws `invalid_request` that names every failing field. */
export function readBody<T>(request: FastifyRequest, shape: z.ZodType<T>): T {
  const body = request.body as JsonBody | undefined;
  if (body === undefined) {
    refuse(request, 'body_malformed', [
      { field: 'body', rule: 'empty', says: 'The body is empty; send a JSON object' },
    ]);
  }
  const parsed = shape.safeParse(body.value);
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
    } else if (top === undefined && issue.code === 'custom') {
      byField.set('body', { field: 'body', rule: 'minimum', says: issue.message });
    } else if (top === undefined) {
      byField.set('body', {
        field: 'body',
        rule: 'type',
        form: 'object',
        came: kindOf(value),
        says: 'The body must be a JSON object',
      });
    } else if (!byField.has(String(top))) {
      byField.set(String(top), refusedField(String(top), issue, value));
    }
  }
  return [...byField.values()];
}

function refusedField(field: string, issue: z.core.$ZodIssue, body: unknown): Refused {
  const sent = (body as Record<string, unknown>)[field];
  if (sent === undefined) return { field, rule: 'required', says: `${field} is missing` };
  const fault = faultOfValue(field, issue, sent);
  const says = `${field} ${fault ?? RULES[field as keyof NewMeeting]}`;
  // Free text is private; a refused number or date is what support has to quote.
  const quoted = field !== 'title' && typeof sent !== 'object';
  return {
    field,
    rule: fault ? 'range' : (RULE_NAMES[issue.code] ?? issue.code),
    ...(fault ? {} : FORMS[field as keyof NewMeeting]),
    came: kindOf(sent),
    ...(quoted ? { value: printable(String(sent)) } : {}),
    says,
  };
}

function faultOfValue(field: string, issue: z.core.$ZodIssue, sent: unknown): string | undefined {
  if (issue.message === 'year') return YEARS;
  if (issue.message === 'surrogate') return CUT_CHARACTER;
  const isTime = field === 'starts_at' && typeof sent === 'string' && TIME_FORM.test(sent);
  return isTime ? NO_SUCH_TIME : undefined;
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
