/** Times as they are spoken, written so that a reader of dates knows them. */

const HOURS: Readonly<Record<string, number>> = {
  eins: 1,
  ein: 1,
  zwei: 2,
  drei: 3,
  vier: 4,
  fünf: 5,
  sechs: 6,
  sieben: 7,
  acht: 8,
  neun: 9,
  zehn: 10,
  elf: 11,
  zwölf: 12,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
};
const HOUR = `(${Object.keys(HOURS).sort(longestFirst).join('|')}|\\d{1,2})(?![\\p{L}\\d:.])`;
const GERMAN_PART = /nachmittag|abend/i;
const ENGLISH_PART = /afternoon|evening|tonight|\bp\.?m\b/i;
const MORNING = /vormittag|morgen|früh|morning|\ba\.?m\b/i;
const NIGHT = /(?<!\p{L})(?:nachts?|at night|last night)(?!\p{L})/iu;
/** Until this hour the working day is before noon; said without a part of the day, it is after it. */
const EARLIEST_WORK = 7;

/** Minutes after the hour that is said, by how they are said. */
const PAST: readonly (readonly [RegExp, number])[] = [
  [new RegExp(`(?<!\\p{L})halb ${HOUR}`, 'giu'), -30],
  [new RegExp(`(?<!\\p{L})viertel nach ${HOUR}`, 'giu'), 15],
  [new RegExp(`(?<!\\p{L})(?:viertel vor|dreiviertel) ${HOUR}`, 'giu'), -15],
  [new RegExp(`(?<!\\p{L})half past ${HOUR}`, 'giu'), 30],
  [new RegExp(`(?<!\\p{L})(?:a )?quarter past ${HOUR}`, 'giu'), 15],
  [new RegExp(`(?<!\\p{L})(?:a )?quarter to ${HOUR}`, 'giu'), -15],
];
const ROUGHLY = '(?:ca\\.? |etwa |ungefähr |rund |gut |knapp |about |around |roughly )?';
const COUNT = '(\\d{1,3}|ein(?:er|e|em|en)?|zwei|drei|vier|fünf|a|an|one|two|three|four|five)';
const SINCE_GERMAN = new RegExp(
  `(?<!\\p{L})(?:seit|vor) ${ROUGHLY}${COUNT} (?:guten |knappen |halben )?(minuten?|min\\.?|stunden?|std\\.?)(?!\\p{L})`,
  'giu',
);
const SINCE_ENGLISH = new RegExp(
  `(?<!\\p{L})since ${ROUGHLY}${COUNT} (minutes?|mins?|hours?|hrs?)(?!\\p{L})`,
  'giu',
);
const WEEKDAY_PART =
  /(?<!\p{L})((?:mon|diens|donners|frei|sams|sonn)tag|mittwoch)(s?)(morgen|früh|vormittag|mittag|nachmittag|abend|nacht)(?!\p{L})/giu;
/** `16:20` without its colon, before what only stands after a time. */
const FOUR_DIGITS =
  /(?<![\w.:+-])([01]\d|2[0-3])([0-5]\d)(?= ?(?:utc|gmt|bst|ces?t|me[s]?z|hrs|h|uhr)(?!\w))/gi;
const UHR_MINUTES = /(?<!\d)(\d{1,2}) ?uhr ?([0-5]\d)(?!\d)/gi;
const HOURS_DOT = /(?<![\d.])(\d{1,2})\.([0-5]\d) ?(?:h|uhr)(?![\p{L}\d])/giu;
const BETWEEN =
  /(?<!\p{L})(?:zwischen|between) (\d{1,2})(:[0-5]\d)?(?: uhr)? (?:und|and) (\d{1,2})(:[0-5]\d)?(?![\d:.])/giu;
const COMPACT = /(?<!\d)(20\d\d)(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(?=Z|[+-]\d\d|(?!\w))/g;
const GERMAN_DAY =
  /(?<!\p{L})((?:am|vom|seit|ab|den|dem|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch),? (?:den |dem )?)(\d{1,2})\.(?: ?(1[0-2]|0?[1-9])\.(?![\d.])|(?=,? (?:um|gegen|ca\.?|etwa|(?:morgen|abend|nacht)s|früh|(?:vor|nach)?mittags?)(?!\p{L})))/giu;
const ENGLISH_DAY =
  /(?<!\p{L})on the (\d{1,2})(?:st|nd|rd|th)(?! (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))(?!\p{L})/giu;
/** After a time `am` is read as the English one. */
const PART_AFTER =
  /(?<!\d)(\d{1,2})(:[0-5]\d)?(?: uhr)? am ((?:vor|nach)mittag|morgen|abend)(?!\p{L})/giu;

/** `line`, said when its writer's clock showed `atMs`, with its spoken times written out. Linear time. */
export function digitalTimes(line: string, atMs: number): string {
  let text = line
    .replace(WEEKDAY_PART, '$1 $3')
    .replace(COMPACT, '$1-$2-$3T$4:$5:$6')
    .replace(FOUR_DIGITS, '$1:$2')
    .replace(UHR_MINUTES, '$1:$2 Uhr')
    .replace(HOURS_DOT, '$1:$2 Uhr')
    // biome-ignore lint/complexity/useMaxParams: the groups of the pattern, in their order.
    .replace(BETWEEN, (_, from, fromMinutes = ':00', to, toMinutes = ':00') =>
      [from, fromMinutes, ' - ', to, toMinutes].join(''),
    )
    .replace(SINCE_GERMAN, (whole, count, unit) => `vor ${agoOf(whole, count, unit, GERMAN_UNITS)}`)
    .replace(
      SINCE_ENGLISH,
      (whole, count, unit) => `${agoOf(whole, count, unit, ENGLISH_UNITS)} ago`,
    )
    .replace(GERMAN_DAY, (_, before, day, month) => before + dayOf(Number(day), month, atMs))
    .replace(ENGLISH_DAY, (_, day) => `on ${dayOf(Number(day), undefined, atMs)}`);
  for (const [pattern, minutes] of PAST)
    text = text.replace(pattern, (whole, hour) => clockOf(hour, minutes, line) ?? whole);
  return text.replace(PART_AFTER, (_, hour, minutes = ':00', part) => {
    const later = Number(hour) < 12 && GERMAN_PART.test(part) ? 12 : 0;
    return `${Number(hour) + later}${minutes} Uhr`;
  });
}

const GERMAN_UNITS = ['Minuten', 'Stunden'] as const;
const ENGLISH_UNITS = ['minutes', 'hours'] as const;

function agoOf(
  whole: string,
  count: string,
  unit: string,
  [minutes, hours]: readonly [string, string],
): string {
  const number = /^\d/.test(count) ? Number(count) : (HOURS[count.toLowerCase()] ?? 1);
  if (/^m/i.test(unit)) return `${number} ${minutes}`;
  return /halben/i.test(whole) ? `30 ${minutes}` : `${number} ${hours}`;
}

function clockOf(said: string, past: number, line: string): string | undefined {
  const hour = HOURS[said.toLowerCase()] ?? Number(said);
  if (!(hour >= 1 && hour <= 24)) return undefined;
  const minutes = hour * 60 + past;
  const atNight = NIGHT.test(line);
  const isLate = GERMAN_PART.test(line) || ENGLISH_PART.test(line) || (atNight && hour > 6);
  const isMorning = !isLate && (atNight || MORNING.test(line));
  const later = hour <= 12 && !isMorning && (isLate || minutes < EARLIEST_WORK * 60);
  // Half past noon is no time of the night.
  const day = later && minutes < 12 * 60 ? minutes + 12 * 60 : minutes;
  return `${Math.floor(day / 60) % 24}:${String(day % 60).padStart(2, '0')}`;
}

/** A day without its year, or without its month: the last one that there was. */
function dayOf(day: number, month: string | undefined, atMs: number): string {
  const now = new Date(atMs);
  const date = new Date(
    Date.UTC(now.getUTCFullYear(), (month ? Number(month) : now.getUTCMonth() + 1) - 1, day),
  );
  if (date > now && month === undefined) date.setUTCMonth(now.getUTCMonth() - 1, day);
  else if (date > now) date.setUTCFullYear(now.getUTCFullYear() - 1);
  return date.toISOString().slice(0, 10);
}

function longestFirst(a: string, b: string): number {
  return b.length - a.length;
}
