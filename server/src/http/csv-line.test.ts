import { describe, expect, it } from 'vitest';
import { csvLine } from './csv-line.ts';

describe('a line of CSV', () => {
  it.each([
    ['a plain text', 'a', 'a'],
    ['nothing', '', ''],
    ['a comma', 'a,b', '"a,b"'],
    ['what separates cells elsewhere', 'a;b\tc', '"a;b\tc"'],
    ['quotes', 'say "a"', '"say ""a"""'],
    ['a line feed', 'a\nb', '"a\nb"'],
    ['a carriage return', 'a\rb', '"a\rb"'],
    ['both', 'a\r\nb', '"a\r\nb"'],
    ['text written from right to left', '\u202eabc\u2066', '\u202eabc\u2066'],
    ['NUL', 'a\0b', 'a\0b'],
    ['signs in the middle', 'a-b=c+d@e', 'a-b=c+d@e'],
  ])('has %s as one cell', (_name, text, cell) => {
    expect(csvLine(['1', text, ''])).toBe(`1,${cell},\r\n`);
  });

  it.each([
    ['=1', "'=1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@a', "'@a"],
    ['\uff1d1', "'\uff1d1"],
    ['\tx', `"'\tx"`],
    ['\rx', `"'\rx"`],
    [' =1', "' =1"],
    ['"=1"', `"'""=1"""`],
    ['\u200b=1', "'\u200b=1"],
    ['\u202e=1', "'\u202e=1"],
    ['\0=1', "'\0=1"],
    ['x;\u2066-1', `"x;'\u2066-1"`],
    ['x,=1\n+2', `"x,'=1\n'+2"`],
  ])('marks the formula %j as text', (text, cell) => {
    expect(csvLine([text])).toBe(`${cell}\r\n`);
  });
});
