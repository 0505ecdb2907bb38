import { ALPHABETS } from '@request-desk/shared/id-form';
import { oneOf } from '../calls.ts';

const CHARACTERS = [...ALPHABETS.base36];

/** `mtg_` and 20 characters, drawn by `random`: of a meeting that is gone, or never was. */
export function newPastMeetingId(random: () => number): string {
  return `mtg_${Array.from({ length: 20 }, () => oneOf(CHARACTERS, random)).join('')}`;
}
