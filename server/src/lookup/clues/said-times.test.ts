import { expect, it } from 'vitest';
import { saidTimes } from './said-times.ts';

/** A Thursday. */
const NOW = Date.parse('2026-11-26T21:00:00Z');
const first = (text: string) => saidTimes(text, NOW)[0];

it.each([
  ['yesterday around 3pm CET', '2026-11-25T14:00', 'said'],
  ['on Nov 24 at 14:37 PST', '2026-11-24T22:37', 'said'],
  ['at 5:20 pm (UK time: London), 25 Nov', undefined, 'said'],
  ['2 hours ago', '2026-11-26T19:00', 'said'],
  ['am 25.11.2026 um 14:03 Uhr, und das ist nicht gut', '2026-11-25T13:03', 'assumed'],
  ['[25/Nov/2026:14:03:11 +0100] "GET /x"', '2026-11-25T13:03', 'said'],
  ['Date: Wed, 25 Nov 2026 16:10:00 +0100\n\nan hour ago', '2026-11-25T14:10', 'said'],
  ['Date: 25.11.2026\nTime: 18:05 (London)', '2026-11-25T18:05', 'said'],
  ['noon today (New York)', '2026-11-26T17:00', 'said'],
] as const)('reads %j', (text, at, zone) => {
  const time = first(text);
  if (at !== undefined) expect(time?.at?.slice(0, 16)).toBe(at);
  expect(time?.zone).toBe(zone);
});

it.each([
  ['this morning', '2026-11-26T05:00', '2026-11-26T12:00'],
  ['last night', '2026-11-25T20:00', '2026-11-26T06:00'],
  ['since Monday', '2026-11-23T00:00', '2026-11-26T21:00'],
])('reads the stretch %j', (text, from, to) => {
  const time = first(text);
  expect([time?.from?.slice(0, 16), time?.to?.slice(0, 16)]).toEqual([from, to]);
});

it('reads no time where there is none', () => {
  expect(saidTimes('we have 500 meetings and version 2.3.1', NOW)).toEqual([]);
});
