import { EVALUATED, INJECTED } from './payloads.ts';

/** What of an answer is judged. */
export interface AttackAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly ms: number;
}

/** Longer than any statement of ours takes; less than the payloads tell an engine to sleep. */
export const SLEPT_MS = 2_900;

/** Why an answer shows that a payload had an effect; undefined for none. */
export function faultOfAnswer({ status, headers, text, ms }: AttackAnswer): string | undefined {
  if (status >= 500 && status !== 503) return `answered with ${status}`;
  if (headers.has(INJECTED)) return 'a header was injected';
  if (/^root:[^:]*:0:0:/m.test(text)) return 'a file of the machine was read';
  if (text.includes(EVALUATED)) return 'a template was evaluated';
  if (ms > SLEPT_MS) return `took ${Math.round(ms)} ms`;
  if (/DB::Exception|syntax error at or near| {4}at \S+ \(/.test(text)) return 'an engine spoke';
  const type = headers.get('content-type') ?? '';
  if (/html/.test(type) && /payload_ran/.test(text)) return 'markup came back as a page';
  const to = headers.get('location');
  if (to !== null && !/^\/(?![/\\])[!-~]*$/.test(to)) return `sent to ${to}`;
  return undefined;
}

/** What a terminal would act on: controls but line ends and tabs, and what turns text around. */
const ACTS = /(?![\n\t])[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Why text would do something to the terminal that shows it. */
export function faultOfTerminal(text: string): string | undefined {
  const at = text.search(ACTS);
  if (at < 0) return undefined;
  return `U+${text.charCodeAt(at).toString(16)} in ${JSON.stringify(text.slice(Math.max(0, at - 30), at + 30))}`;
}

/** Why a spreadsheet would take a cell of this CSV for a formula, whatever it thinks separates cells. */
export function faultOfCsv(csv: string): string | undefined {
  for (const cell of cellsOf(csv))
    for (const part of cell.split(/[;\t|,\n\r]/))
      if (/^[\s"\u200b\ufeff]*[=+@\uff1d\uff0b\uff20]|^[\s"]*-(?![\d.]+$|$|-?$)/.test(part))
        return `a cell begins a formula: ${JSON.stringify(cell.slice(0, 80))}`;
  return undefined;
}

/** The cells of a CSV (RFC 4180), as they stand between their quotes. */
function cellsOf(csv: string): string[] {
  return [...csv.matchAll(/(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^,"\r\n]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}
