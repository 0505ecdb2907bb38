import { expect, it } from 'vitest';
import { newMeeting } from './meetings.ts';

/** The pattern that the OpenAPI document shows. */
const shown = new RegExp(String(newMeeting.shape.starts_at.meta()?.pattern));

it.each([
  ['2031-05-06T07:08:09Z', true],
  ['2031-05-06T07:08:09.123456789+05:30', true],
  // As some languages print a double: more digits than nanoseconds have.
  ['2031-05-06T07:08:09.1234567890123Z', true],
  ['2031-05-06T07:08:09.Z', false],
  ['2031-05-06T07:08Z', false],
  ['2031-05-06T07:08:60Z', false],
  ['2031-05-06T07:08:09+24:00', false],
  ['2031-05-06 07:08:09Z', false],
  ['1969-12-31T23:59:59Z', false],
])('takes %s as the OpenAPI document says', (text, taken) => {
  const body = { title: 'Kick-off', starts_at: text, duration_minutes: 30 };
  expect([newMeeting.safeParse(body).success, shown.test(text)]).toEqual([taken, taken]);
});
