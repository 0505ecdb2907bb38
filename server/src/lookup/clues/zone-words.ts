/** Words that say of which zone a whole text's times are. */
const ZONES: readonly (readonly [RegExp, string])[] = [
  [/europe\/\w+|america\/\w+|asia\/\w+|australia\/\w+/i, ''],
  [
    /\b(?:german|berlin|munich|hamburg) time\b|\((?:berlin|münchen|hamburg|köln)\)|deutsche[rn]? zeit|berliner zeit|\bme[s]?z\b/i,
    'Europe/Berlin',
  ],
  [/\b(?:swiss|zurich) time\b|schweizer zeit|\((?:zürich|zurich|bern)\)/i, 'Europe/Zurich'],
  [/\b(?:vienna|austrian) time\b|wiener zeit|\((?:wien|vienna)\)/i, 'Europe/Vienna'],
  [/\b(?:paris|french|central european) time\b|\(paris\)/i, 'Europe/Paris'],
  [/\b(?:uk|london|british) time\b|\(london\)/i, 'Europe/London'],
  [
    /\b(?:[Ee]astern|[Nn]ew [Yy]ork)(?: [Ss]tandard| [Dd]aylight)? [Tt]ime\b|\b(?:ET|EDT|EST)\b|\([Nn]ew [Yy]ork\)/,
    'America/New_York',
  ],
  [/\bcentral time\b|\bchicago time\b/i, 'America/Chicago'],
  [
    /\b(?:[Pp]acific|[Ss]an [Ff]rancisco|[Ss]eattle)(?: [Ss]tandard| [Dd]aylight)? [Tt]ime\b|\b(?:PT|PDT|PST)\b/,
    'America/Los_Angeles',
  ],
  [/\b(?:india|indian|bangalore|mumbai)(?: standard)? time\b/i, 'Asia/Kolkata'],
  [/\b(?:[Jj]apan|[Tt]okyo)(?: [Ss]tandard)? [Tt]ime\b|\bJST\b|\([Tt]okyo\)/, 'Asia/Tokyo'],
  [/\b(?:sydney|melbourne) time\b|\(sydney\)/i, 'Australia/Sydney'],
  [
    /\btimes? (?:are |is )?(?:all )?(?:in )?utc\b|\b(?:zeiten|zeitangaben)(?: alle)? (?:sind )?(?:in )?utc\b|\(utc\)/i,
    'UTC',
  ],
];

/** The offset from UTC in minutes of the zone that `text` names; undefined where it names none. */
export function zoneIn(text: string, atMs: number): number | undefined {
  const known = text.slice(0, 60_000);
  for (const [words, zone] of ZONES) {
    const [named] = words.exec(known) ?? [];
    if (named === undefined) continue;
    const offset = offsetOf(zone === '' ? titled(named) : zone, atMs);
    if (offset !== undefined) return offset;
  }
  return undefined;
}

/** The offset from UTC in minutes of an IANA zone at that time; undefined for one that is none. */
export function offsetOf(timeZone: string, atMs: number): number | undefined {
  try {
    const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
    const part = format.formatToParts(atMs).find(({ type }) => type === 'timeZoneName');
    const [, sign, hours = '0', minutes = '0'] =
      /([+-])(\d\d):(\d\d)/.exec(part?.value ?? '') ?? [];
    return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  } catch {
    return undefined;
  }
}

function titled(name: string): string {
  return name.toLowerCase().replace(/(?<=^|[/_])[a-z]/g, (letter) => letter.toUpperCase());
}
