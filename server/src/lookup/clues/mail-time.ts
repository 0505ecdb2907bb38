import { DAY_MS } from '@request-desk/shared/durations';

/** When a mail was written. */
export interface MailTime {
  readonly atMs: number;
  /** Of its writer's clock from UTC, in minutes. */
  readonly offset: number;
  readonly text: string;
}

/** RFC 5322, 3.3. */
const DATE =
  /^[> ]{0,8}date:\s*(?:[a-z]{3},\s*)?(\d{1,2} [a-z]{3} \d{4} \d\d:\d\d(?::\d\d)?) ([+-])(\d\d)(\d\d)/gim;
const OLDEST_MS = 400 * DAY_MS;

/** The date of the mail that `text` is, the last where it quotes others; undefined for other text. */
export function mailTimeIn(text: string, nowMs: number): MailTime | undefined {
  let last: MailTime | undefined;
  for (const [, when = '', sign, hours = '', minutes = ''] of text.matchAll(DATE)) {
    const atMs = Date.parse(`${when} ${sign}${hours}${minutes}`);
    if (!(atMs > nowMs - OLDEST_MS && atMs < nowMs + DAY_MS)) continue;
    if (last && last.atMs > atMs) continue;
    const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
    last = { atMs, offset, text: when };
  }
  return last;
}
