import { scrub } from '@request-desk/fastify/redaction/scrub';
import type { Profile } from '@request-desk/shared/profile';
import { expect, it } from 'vitest';
import { MEETSO_PROFILE } from '../../meetso/profile.ts';
import { extractorOf } from './extractor.ts';

const MB = 1024 * 1024;
/** Four times the text may take four times as long; with noise eight, where a square takes sixteen. */
const MOST_GROWTH = 8;
/** The garbage of what ran before may fall into one of them; a square is one every time. */
const TURNS = 3;
/** Shorter times are noise. */
const FLOOR_MS = 40;

/** What each pattern begins to match again and again, and never ends. */
const JUNK: readonly string[] = [
  ...['\\', '[', '=', '%', '&', '<', '{', '"', '-', ' ', '\n', '\0', '0', 'a', '\u200b', 'Ã'],
  '\\u',
  '\\x4',
  '\\033',
  "\\'",
  '%25',
  '%2',
  '&#',
  '&#x',
  '=\n',
  '=\r\n> ',
  '=3',
  '=3D',
  ...['<b', '<br', '<b x', '\u001b[', '\u001b[1;', '[1;', '^[[', '{\\rtf', '\\par', '\\u12'],
  'req',
  'req_',
  'req_1',
  'req_1\n',
  'req_1=\n> ',
  'req 12 ',
  'req-12-',
  'reg_',
  'req_|!$',
  'trace',
  'trace_id:',
  'trace_id=1',
  '1-',
  'a-',
  '0af7651916cd43dd',
  '12345678-1234-',
  'SGVsbG8g',
  'SGVsbG8gd29ybGQ=',
  `${'SGVs'.repeat(19)}\n`,
  `> ${'SGVs'.repeat(19)}\r\n`,
  'qN/v1fA7htTqTEnewi730w==',
  '9'.repeat(38),
  `${'9'.repeat(19)} `,
  '\uff52',
  '\u3000',
];

const base62: Profile = {
  ...MEETSO_PROFILE,
  request_id: {
    prefix: 'req_',
    alphabet: 'base62',
    length: 24,
    check: 'none',
    names_trace: false,
  },
};

it.each(JUNK)('takes linear time on %j', (junk) => {
  for (const profile of [MEETSO_PROFILE, base62]) {
    const { extract } = extractorOf(profile);
    linear(junk, (text) => extract(text, 500));
  }
});

it.each(['[', '\\', 'eyJ', 'a@', 'key=', 'bearer '])('scrubs %j in linear time', (junk) =>
  linear(junk, scrub),
);

function linear(junk: string, work: (text: string) => unknown): void {
  const long = junk.repeat(Math.ceil(MB / junk.length)).slice(0, MB);
  const growths: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const whole = cpuMs(() => work(long));
    if (whole < MOST_GROWTH * FLOOR_MS) return;
    growths.push(whole / cpuMs(() => work(long.slice(0, MB / 4))));
  }
  expect(Math.min(...growths)).toBeLessThan(MOST_GROWTH);
}

/** Of this process, so that a busy machine does not count. */
function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
