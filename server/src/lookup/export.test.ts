import type { Lookups } from '@request-desk/shared/lookups-api';
import { expect, it } from 'vitest';
import { lookupsCsv } from './export.ts';

it.each([
  ['=1+1', "'=1+1"],
  ['x;=1+1', `"x;'=1+1"`],
  ['x; =1+1;-1', `"x;' =1+1;'-1"`],
  ['x,=1+1', `"x,'=1+1"`],
  ['x\n=1+1', `"x\n'=1+1"`],
  ['\t=1+1', `"'\t'=1+1"`],
  ['\uff1d1+1', `'\uff1d1+1`],
  ['a-b=c', 'a-b=c'],
  ['a"b', '"a""b"'],
  ['@cmd', "'@cmd"],
])('writes %s as one cell that no spreadsheet runs, whatever separates there', (asked, cell) => {
  const item = { found: false, asked, request_id: null, reason: 'malformed' };
  const csv = lookupsCsv({ items: [item] } as unknown as Lookups);
  expect(csv.split('\r\n')[1]).toBe(`${cell},,malformed,,,,,,,,,`);
});
