import { DAY_MS, HOUR_MS, MINUTE_MS } from '@request-desk/shared/durations';
import { isoInstant } from '@request-desk/shared/instant';
import type { Clue } from '@request-desk/shared/likely-api';
import type { ParsedComponents, ParsedResult } from 'chrono-node';
import * as de from 'chrono-node/de';
import * as en from 'chrono-node/en';
import { digitalTimes } from './digital-times.ts';
import { type MailTime, mailTimeIn } from './mail-time.ts';
import { unixTimes } from './unix-times.ts';
import { offsetOf, zoneIn } from './zone-words.ts';

/** Only lines with one of these are read as times, and of those a few: what reads them is slow. */
const HINT =
  /\d\d?[:.h]\d\d|\d ?(?:uhr|[ap]\.?m\b|h\b)|\d{4}-\d\d-\d\d|20\d{6}T\d|\d\d?\.\d\d?\.|\d\d?\/\d\d?\/\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun|to|yester)day\b|\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|gestern|vorgestern|heute|morgens?|vormittag|mittag|nachmittag|abends?|nacht|nachts)\b|\b(?:ago|morning|noon|afternoon|evening|(?:to)?night|midnight)\b|\b(?:vor|last|past|letzte[nr]?|since|seit|halb|(?:drei)?viertel|quarter|on the \d)\b|(?:tag|woch)s?(?:früh|morgen|vormittag|mittag|nachmittag|abend|nacht)\b|\b(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-zä]{0,6}\b/i;
const MOST_LINES = 60;
const LONGEST_LINE = 400;
const MOST_TIMES = 8;
/** When somebody else wrote what is quoted, and what programs write about a mail. */
const HEADER =
  /^[>\s]*(?:date:\s*(?:[a-z]{3},|\d\d? [a-z]{3} \d{4})|sent:|gesendet:|(?:received|delivery-date|dkim-signature|am .{5,60} schrieb|on .{5,80} wrote)\b)/i;

/** Zones as Germans call them; the others are known. */
const timezones = { MEZ: 60, MESZ: 120 };
const GERMAN =
  /(?<!\p{L})(?:und|ich|wir|bei|seit|gestern|uhr|nicht|der|die|das|bitte|hallo|gegen)(?!\p{L})/giu;

/**
 * The times that a text names, as stretches on our clock, by `nowMs` or the mail's own date. Without
 * a zone in the text that of the mail's date is assumed, else that of its language, else UTC.
 */
export function statedTimes(text: string, nowMs: number): Clue[] {
  const mail = mailTimeIn(text, nowMs);
  const german = (text.slice(0, 5_000).match(GERMAN)?.length ?? 0) >= 3;
  const reference = mail?.atMs ?? nowMs;
  const zone = zoneIn(text, reference);
  const offset =
    zone ?? mail?.offset ?? (german ? offsetOf('Europe/Berlin', reference) : undefined) ?? 0;
  const readers = german ? [de, en] : [en, de];
  const found = new Map<string, Clue>();
  let day: ParsedComponents | undefined;
  for (const line of hintedLines(text, reference + offset * MINUTE_MS)) {
    for (const result of resultsIn(readers, line, new Date(reference), offset)) {
      const dated = isDated(result.start);
      if (dated) day = result.start;
      else if (day) putOn(result, day);
      const sure = zone !== undefined || result.start.isCertain('timezoneOffset');
      for (const time of timesOf(result, line, reference)) {
        if (time.from > nowMs + HOUR_MS || found.size >= MOST_TIMES) continue;
        const clue = clueOf(time, result.text, sure);
        found.set(`${clue.from} ${clue.to}`, clue);
      }
    }
  }
  for (const { atMs, text: label } of unixTimes(text, nowMs)) {
    if (found.size >= MOST_TIMES) break;
    const moment = { from: atMs - 12 * MINUTE_MS, to: atMs + 12 * MINUTE_MS, at: atMs };
    const clue = clueOf(moment, label, true);
    found.set(`${clue.from} ${clue.to}`, clue);
  }
  return [...narrowest([...found.values()]), ...mailClue(mail)];
}

function* hintedLines(text: string, atMs: number): Generator<string> {
  let lines = 0;
  for (const line of text.split('\n')) {
    if (!HINT.test(line.slice(0, 4_000)) || HEADER.test(line)) continue;
    if (++lines > MOST_LINES) return;
    // A log of an access log's form.
    yield digitalTimes(line.slice(0, LONGEST_LINE), atMs).replace(
      /(\d\d)\/([a-z]{3})\/(\d{4}):(\d\d:\d\d)/gi,
      '$1 $2 $3 $4',
    );
  }
}

type Reader = Pick<typeof en, 'parse'>;

/** By whichever language reads more of the line. */
function resultsIn(
  readers: readonly Reader[],
  line: string,
  instant: Date,
  timezone: number,
): ParsedResult[] {
  const all = readers.map((reader) => reader.parse(line, { instant, timezone }, { timezones }));
  const read = (results: readonly ParsedResult[]) =>
    results.reduce((sum, { text }) => sum + text.length, 0);
  return all.reduce((best, one) => (read(one) > read(best) ? one : best), all[0] ?? []);
}

function isDated(start: ParsedComponents): boolean {
  return (['day', 'weekday', 'month'] as const).some((part) => start.isCertain(part));
}

/** A time of day is of the day that was named before it. */
function putOn({ start, end }: ParsedResult, day: ParsedComponents): void {
  for (const one of [start, end])
    for (const part of ['day', 'month', 'year'] as const) {
      const value = day.get(part);
      if (one && value !== null)
        (one as { imply?: (p: typeof part, v: number) => void }).imply?.(part, value);
    }
}

interface SaidTime {
  readonly from: number;
  readonly to: number;
  readonly at?: number;
}

const PARTS: readonly (readonly [RegExp, number, number])[] = [
  [/vormittag|morning|morgens?\b|früh/i, 5, 12],
  [/nachmittag|afternoon/i, 12, 18],
  [/mittag|noon/i, 11, 14],
  [/abend|evening|tonight/i, 17, 24],
  [/nacht|night/i, 20, 30],
];

function timesOf({ start, end, text, index }: ParsedResult, line: string, now: number): SaidTime[] {
  const at = start.date().getTime();
  const before = line.slice(Math.max(0, index - 24), index);
  const rough =
    /(?:about|around|approx\w*\.?|roughly|circa|ca\.?|gegen|ungefähr|etwa|rund|~)\s*(?:um\s*)?$/i;
  if (
    /(?:since|seit|starting|ab|begonnen|began|started)\s*(?:at|on|um|am)?\s*$/i.test(before) &&
    at < now
  )
    return [{ from: sinceWhen(start, at, text), to: Math.max(now, at + HOUR_MS) }];
  if (end) return [{ from: at - 10 * MINUTE_MS, to: end.date().getTime() + 10 * MINUTE_MS }];
  if (/week|woche/i.test(text)) return [{ from: at - 4 * DAY_MS, to: at + 4 * DAY_MS }];
  if (/month|monat/i.test(text)) return [{ from: at - 20 * DAY_MS, to: at + 20 * DAY_MS }];
  if (!start.isCertain('hour'))
    return [
      partOfDay(start, at, `${text} ${line.slice(index + text.length, index + text.length + 14)}`),
    ];
  const exact = start.isCertain('minute') && start.get('minute') !== 0;
  const loose = rough.test(before) || rough.test(`${text.slice(0, 12).split(/\d/)[0]}`);
  const width = (exact ? 12 : 35) * MINUTE_MS * (loose ? 2 : 1);
  const moment = { from: at - width, to: at + width, at };
  const half =
    !start.isCertain('meridiem') &&
    (start.get('hour') ?? 0) <= 11 &&
    !/:|uhr|h\b|T\d|morning|noon|evening|night|früh|morgen|mittag|abend|nacht/i.test(text);
  const later = at + 12 * HOUR_MS;
  return half ? [moment, { from: later - width, to: later + width, at: later }] : [moment];
}

function sinceWhen(start: ParsedComponents, at: number, text: string): number {
  return start.isCertain('hour') ? at - 15 * MINUTE_MS : partOfDay(start, at, text).from;
}

function partOfDay(start: ParsedComponents, at: number, text: string): SaidTime {
  const midnight = at - ((start.get('hour') ?? 12) * 60 + (start.get('minute') ?? 0)) * MINUTE_MS;
  const [, from, to] = PARTS.find(([word]) => word.test(text)) ?? [undefined, 0, 24];
  return { from: midnight + from * HOUR_MS, to: midnight + to * HOUR_MS };
}

function clueOf({ from, to, at }: SaidTime, text: string, said: boolean): Clue {
  const label = text.replace(/\s+/g, ' ').trim().slice(0, 80);
  return {
    kind: 'time',
    value: label,
    label,
    sure: true,
    zone: said ? 'said' : 'assumed',
    from: isoInstant(from),
    to: isoInstant(to),
    ...(at === undefined ? {} : { at: isoInstant(at) }),
  };
}

/** A day beside a moment on that day says nothing more. */
function narrowest(times: readonly Clue[]): Clue[] {
  return times.filter(
    ({ from = '', to = '' }) =>
      !times.some(
        (other) =>
          (other.from ?? '') >= from &&
          (other.to ?? '') <= to &&
          (other.from !== from || other.to !== to),
      ),
  );
}

/** People write after it failed, and mostly soon. */
function mailClue(mail: MailTime | undefined): Clue[] {
  if (mail === undefined) return [];
  const { atMs, text } = mail;
  const label = `written ${text}`.slice(0, 80);
  return [
    {
      kind: 'time',
      value: label,
      label,
      sure: false,
      zone: 'said',
      from: isoInstant(atMs - 2 * DAY_MS),
      to: isoInstant(atMs),
      at: isoInstant(atMs),
    },
  ];
}
