import { textOfBytes } from '@request-desk/shared/bytes-text';

/** A line of a mail part is as long as this at least; shorter runs are words. */
const FULL_LINE = 40;
// biome-ignore lint/suspicious/noControlCharactersInRegex: ESC is in coloured text
const NO_TEXT = /[\ufffd\p{Cn}\p{Co}]|(?![\t\n\r\u001b])\p{Cc}/u;
const LEAST_TEXT = 15;
const RUN = /[0-9A-Za-z+/_-]{20,}={0,2}/g;
const SHORT_LINE = /^\r?\n(?:[>|][> |]{0,8})?([0-9A-Za-z+/]{1,19}={0,2})(?![0-9A-Za-z+/])/;

/**
 * What runs of base64 in `text` say, where it is text or `worth` is found in it: parts of a mail, bodies in a HAR
 * file, data URLs. A run goes on over full lines, also quoted ones. Linear time.
 */
export function base64Parts(text: string, worth: RegExp): string[] {
  const parts: string[] = [];
  let joined = '';
  let end = 0;
  const close = () => {
    if (joined === '') return;
    // The last line of a part may be too short to be a run.
    joined += SHORT_LINE.exec(text.slice(end, end + 40))?.[1] ?? '';
    const read = textOfBytes(Buffer.from(joined, 'base64'));
    if (worth.test(read) || isText(read)) parts.push(read);
    joined = '';
  };
  for (const match of text.matchAll(RUN)) {
    const [run] = match;
    if (!goesOn(text, joined, end, match.index)) close();
    joined += run;
    end = match.index + run.length;
  }
  close();
  return parts;
}

/** Bytes that are no text hold controls, or what no script has, before long. */
function isText(read: string): boolean {
  return read.length >= LEAST_TEXT && !NO_TEXT.test(read);
}

/** Only a line break, and the marks of a quote, lie between a full line and what goes on. */
function goesOn(text: string, joined: string, end: number, next: number): boolean {
  if (joined.length < FULL_LINE || joined.length % 4 !== 0 || next - end > 12) return false;
  return /^\r?\n(?:[>|][> |]*)?$/.test(text.slice(end, next));
}
