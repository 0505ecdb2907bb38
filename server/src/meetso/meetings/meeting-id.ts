import { randomDigits } from '../../database/new-id.ts';

const LENGTH = 20;

/** `mtg_` and 20 random characters: the time of creation does not follow from it. */
export function newMeetingId(): string {
  return `mtg_${randomDigits(LENGTH)}`;
}

/** `prt_` and 20 random characters. */
export function newParticipantId(): string {
  return `prt_${randomDigits(LENGTH)}`;
}
