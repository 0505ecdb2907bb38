import { MINUTE_MS } from '@request-desk/shared/durations';
import type { Clue } from '@request-desk/shared/likely-api';

const HALF_HOUR_MS = 30 * MINUTE_MS;

interface Org {
  readonly id: string;
  readonly name: string;
}

/** What of a clue can be typed over: its value as people write it, a moment in UTC to the minute. */
export function typeable({ kind, label, at, from }: Clue): string {
  const moment = at ?? from;
  return kind === 'time' && moment ? moment.slice(0, 16) : label;
}

/**
 * The clue with `typed` in place of what was read; undefined where it says nothing. An organisation may be
 * named. A moment keeps the width of the time that was read, or gets half an hour to each side.
 */
export function typedClue(clue: Clue, typed: string, orgs: readonly Org[]): Clue | undefined {
  const text = typed.trim().slice(0, 256);
  if (text === '') return undefined;
  const { kind } = clue;
  if (kind === 'time') return timeOf(clue, text);
  if (kind !== 'org') return { kind, value: text, label: text, sure: true };
  const named = orgs.find(
    ({ id, name }) => id === text || name.toLowerCase() === text.toLowerCase(),
  );
  return { kind, value: named?.id ?? text, label: named?.name ?? text, sure: true };
}

function timeOf({ from, to }: Clue, text: string): Clue | undefined {
  const at = Date.parse(`${text.replace(' ', 'T')}Z`);
  if (Number.isNaN(at)) return undefined;
  const width = from && to ? (Date.parse(to) - Date.parse(from)) / 2 : HALF_HOUR_MS;
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    kind: 'time',
    value: text,
    label: text,
    sure: true,
    zone: 'said',
    at: iso(at),
    from: iso(at - width),
    to: iso(at + width),
  };
}
