/** How keys begin (`hf_` and `npm_` are too short to be recognised in base64), and secrets that stand by their names. */
const BEGINNINGS = [
  '_live_',
  '_test_',
  'ghp_',
  'gho_',
  'ghs_',
  'github_pat_',
  'AKIA',
  'ASIA',
  'xoxb-',
  'xoxp-',
  'AIza',
  'glpat-',
  'GOCSPX-',
  'sk-proj-',
  'sk-ant-',
  'shpat_',
  'whsec_',
  'eyJhbGci',
  'eyJ0eXAi',
  'eyJraWQi',
  '-----BEGIN ',
  'Bearer ',
  'password=',
];

/**
 * What stands in base64 text wherever `text` (ASCII) is encoded in it: one for each place that its first
 * byte may have in a group of three, without the letters that its neighbours decide.
 */
function encodedParts(text: string): string[] {
  return [0, 1, 2].map((before) => {
    const all = Buffer.from('\0'.repeat(before) + text).toString('base64');
    const [from, to] = [(before * 8) / 6, ((before + text.length) * 8) / 6];
    return all.substring(Math.ceil(from), Math.floor(to));
  });
}

/** Letters that are rare in telemetry: those are looked for in its bytes, few, because each costs. */
const RARE = 'XKQIVNUSBbyx';
const PARTS = BEGINNINGS.flatMap(encodedParts);

/**
 * Parts of base64 text that encode the beginning of a key, with one of their letters that is rare, for those
 * that have one: keys of Slack (`xoxb-`) and some others (`sk-proj-`) stand in telemetry untold where
 * nothing else is suspect nearby.
 */
export const BASE64_BEGINNINGS: ReadonlyMap<string, string> = new Map(
  PARTS.flatMap((part): [string, string][] => {
    const rare = [...RARE].find((letter) => part.includes(letter));
    return rare === undefined ? [] : [[part, rare]];
  }),
);

const BEGINNING = new RegExp(PARTS.map((part) => part.replace(/[+/]/g, '[$&_-]')).join('|'));
/** Shorter than any key in base64; without what stands in paths and ids all the same. */
const RUN = /(?<![\w+/-])[\w+/-]{20,}={0,2}/g;
const HEX = /^[0-9a-f-]+$/;

/** `text` without base64 in which `isSecret` finds something; it is given what is encoded there. */
export function withoutBase64Keys(text: string, isSecret: (decoded: string) => boolean): string {
  return text.replace(RUN, (run) => {
    if (HEX.test(run) || !BEGINNING.test(run)) return run;
    // Letters that belong to no base64 may stand before.
    for (let from = 0; from < 4; from++)
      if (isSecret(Buffer.from(run.substring(from), 'base64').toString('latin1'))) return '[key]';
    return run;
  });
}
