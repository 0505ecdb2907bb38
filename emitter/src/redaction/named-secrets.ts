import { SECRET_ENDS } from './secret-names.ts';

/** What is looked for, and what stands there instead. */
export type RedactionRule = readonly [RegExp, string];

const rule = (pattern: string): RedactionRule => [new RegExp(pattern, 'gi'), '$1[secret]'];

/** Name and begin of the value of a member of JSON, or of such text in JSON or in an address. */
const member = (quote: string, space = String.raw`\s`, colon = ':') =>
  `((?:${SECRET_ENDS})${quote}(?:${space}){0,4}${colon}(?:${space}){0,4}(?:\\[(?:${space}){0,4})?${quote})`;
const ESCAPED = String.raw`\\{1,8}(?:["']|u0022)`;
const PERCENT = '%(?:25){0,2}';

/** Secrets that are recognised by their names alone: members of JSON, lines of headers and of settings. */
const NAMED: readonly RedactionRule[] = [
  rule(String.raw`((?:${SECRET_ENDS})=)(?!(?:bearer|basic)[\s+%])[^\s"'&,;\\]{3,}`),
  rule(String.raw`${member('"')}(?=[^"])[^"\\]*(?:\\[^][^"\\]*)*`),
  rule(String.raw`${member("'")}[^'\n\\]+`),
  rule(`${member('\uff02', String.raw`\s`, '[:\uff1a]')}[^\uff02]+`),
  rule(String.raw`${member(ESCAPED)}[^"'\\]+`),
  rule(
    `${member(`${PERCENT}22`, String.raw`\s|\+|${PERCENT}20`, `(?::|${PERCENT}3a)`)}` +
      String.raw`(?:(?!${PERCENT}22)[^\s"'\\&]){1,8192}`,
  ),
  rule(
    String.raw`(authorization\s{0,2}:\s{0,2}(?:[a-z]{2,12}\s)?)(?=[^\s"'\\]{0,512}[0-9=])[^\s"'\\]{8,}`,
  ),
  rule(String.raw`(cookie2?\s{0,2}:\s{0,2})(?=[^\s"'\\;=]{1,256}=)[^\r\n"'\\]+`),
  rule(String.raw`(x-[a-z-]{0,32}(?:key|token|secret)\s{0,2}:\s{0,2})[^\s"'\\]{4,}`),
  rule(String.raw`((?:${SECRET_ENDS})\s{0,2}:\s{0,2})(?=[^\s"'\\]{0,64}[0-9])[^\s"'&,;\\]{4,}`),
];

/** Text without this has none of them. */
export const NAMED_SUSPECT = String.raw`(?:${SECRET_ENDS}|x-[a-z-]{0,32}key)(?:["'\\\su0-2\uff02]{0,14}[:=\uff1a]|%)`;
const SUSPECT = new RegExp(NAMED_SUSPECT, 'i');

/** `text` without the values of secret names. */
export function withoutNamedSecrets(text: string): string {
  if (!SUSPECT.test(text)) return text;
  return NAMED.reduce((clean, [pattern, instead]) => clean.replace(pattern, instead), text);
}
