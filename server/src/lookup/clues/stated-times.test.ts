import { expect, it } from 'vitest';
import { statedTimes } from './stated-times.ts';

/** A Thursday. */
const NOW = Date.parse('2026-11-26T21:00:00Z');
const first = (text: string) => statedTimes(text, NOW)[0];

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
  ['ts=1795600000 level=ERROR', '2026-11-25T09:46', 'said'],
  ['{"timestamp":1795600000123}', '2026-11-25T09:46', 'said'],
  ['at 20261124T091503Z', '2026-11-24T09:15', 'said'],
  ['yesterday 1620 UTC', '2026-11-25T16:20', 'said'],
  ['at half past two this afternoon (London)', '2026-11-26T14:30', 'said'],
  ['a quarter to five yesterday', '2026-11-25T16:45', 'assumed'],
  ['since 20 minutes', '2026-11-26T20:40', 'said'],
  ['on the 24th at 3pm', '2026-11-24T15:00', 'assumed'],
  ['gestern um halb vier am Nachmittag', '2026-11-25T15:30', 'assumed'],
  ['heute um halb zwei in der Nacht', '2026-11-26T01:30', 'assumed'],
  ['gestern um Viertel nach drei', '2026-11-25T15:15', 'assumed'],
  ['gestern um 3 Uhr am Nachmittag', '2026-11-25T15:00', 'assumed'],
  ['vor einer guten Stunde', '2026-11-26T20:00', 'said'],
  ['seit einer halben Stunde', '2026-11-26T20:30', 'said'],
  ['am 24.11. gegen 18:25', '2026-11-24T18:25', 'assumed'],
  ['am 31.12. um 8 Uhr', '2025-12-31T08:00', 'assumed'],
  ['am 27. um 9 Uhr', '2026-10-27T09:00', 'assumed'],
  ['gestern 14 Uhr 30', '2026-11-25T14:30', 'assumed'],
] as const)('reads %j', (text, at, zone) => {
  const time = first(text);
  if (at !== undefined) expect(time?.at?.slice(0, 16)).toBe(at);
  expect(time?.zone).toBe(zone);
});

it.each([
  ['this morning', '2026-11-26T05:00', '2026-11-26T12:00'],
  ['last night', '2026-11-25T20:00', '2026-11-26T06:00'],
  ['am Dienstagabend', '2026-11-24T17:00', '2026-11-25T00:00'],
  ['zwischen 14 und 15 Uhr', '2026-11-26T13:50', '2026-11-26T15:10'],
  ['between 14:00 and 14:20', '2026-11-26T13:50', '2026-11-26T14:30'],
  ['since Monday', '2026-11-23T00:00', '2026-11-26T21:00'],
])('reads the stretch %j', (text, from, to) => {
  const time = first(text);
  expect([time?.from?.slice(0, 16), time?.to?.slice(0, 16)]).toEqual([from, to]);
});

it.each([
  'we have 500 meetings and version 2.3.1',
  'version 2.3. is out, am 3. Meeting scheiterte es',
  'between 400 and 500 errors, zwischen 3 und 5 Meetings',
  'call 4930901820 or order 1595600000, halbwegs',
])('reads no time where there is none: %s', (text) => {
  expect(statedTimes(text, NOW)).toEqual([]);
});
