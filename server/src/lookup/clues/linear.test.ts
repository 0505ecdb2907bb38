import { expect, it } from 'vitest';
import { MEETSO_PROFILE } from '../../meetso/profile.ts';
import { cluesIn } from './read-clues.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const LONG = 256 * 1024;
/** Four times the text may take four times as long; with noise eight. */
const MOST_GROWTH = 8;
const FLOOR_MS = 40;

it.each([
  '12:30 ',
  'Monday ',
  'gestern um 12 ',
  '1',
  '1.',
  '/a',
  '/a:',
  'key ',
  '2026-',
  'a@a.',
  '@a-',
  '<style',
  '<style>',
  '<',
  '<p a@',
  '3pm\n',
  'seit ',
  'an 500 ',
  'GET /a/b ',
  'a/1.2.',
  'http://a',
  'Date: ',
  '\nDate: 1 Nov 2026 10:00',
  'Europe/',
  'not ',
  'mtg_',
  'mts_live_',
  'vor 2 ',
  '> ',
  'halb ',
  'since a ',
  'am 3.',
  'zwischen 1 und ',
  '1795600000 ',
  'on the 3rd ',
  '1 uhr 3',
])('reads clues of %j in linear time', (junk) => {
  const text = junk.repeat(LONG / junk.length);
  const whole = cpuMs(text);
  if (whole < MOST_GROWTH * FLOOR_MS) return;
  expect(whole).toBeLessThan(MOST_GROWTH * cpuMs(text.slice(0, LONG / 4)));
});

function cpuMs(text: string): number {
  const before = process.cpuUsage();
  cluesIn(MEETSO_PROFILE, [text], NOW);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
