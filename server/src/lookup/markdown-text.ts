import { scrub } from '@request-desk/fastify/redaction/scrub';
import { toOneLine } from '@request-desk/shared/one-line';

/** Untrusted text as inline code on one line: no markup of it takes effect. */
export function code(text: string | number): string {
  const line = toOneLine(scrub(String(text))).slice(0, 300);
  if (line.trim() === '') return '';
  const ticks = '`'.repeat(longestRun(line) + 1);
  return ticks.length > 1 ? `${ticks} ${line} ${ticks}` : `\`${line}\``;
}

/** Untrusted lines as a fenced block. */
export function fenced(lines: readonly string[]): string {
  const text = lines.map((line) => toOneLine(scrub(line))).join('\n');
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}text\n${text}\n${fence}`;
}

/** Our own sentence, with whatever untrusted text is in it made harmless. */
export function prose(text: string): string {
  return toOneLine(scrub(text)).replace(/[\\`*_{}[\]<>#|!~]/g, '\\$&');
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

/** A table; every cell is untrusted. */
export function table(rows: readonly Readonly<Record<string, string | number | null>>[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (names.length === 0) return '(no rows)';
  const cell = (value: string | number | null | undefined) =>
    code(value ?? '').replaceAll('|', '\\|');
  return [
    `| ${names.map(prose).join(' | ')} |`,
    `|${' --- |'.repeat(names.length)}`,
    ...rows.map((row) => `| ${names.map((name) => cell(row[name])).join(' | ')} |`),
  ].join('\n');
}
