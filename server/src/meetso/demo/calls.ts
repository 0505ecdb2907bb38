import { HOUR_MS } from '@request-desk/shared/durations';

export const MEETINGS = '/public/v1/meetings';

const BASE_62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const TITLES = [
  'Weekly product sync',
  'Quarterly business review',
  'Interview: backend engineer',
  'Onboarding call',
  'Incident retrospective',
  'Design critique',
  'Budget planning',
  'Customer check-in',
  'Sprint planning',
  'Board preparation',
  'Contract renewal',
  'Support handover',
];

/** One of `items`; there must be at least one. */
export function oneOf<T>(items: readonly T[], random: () => number): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('oneOf needs at least one item');
  return item;
}

/** Headers of a client that authenticates as the API asks. */
export function bearer(secret: string, userAgent: string): Record<string, string> {
  return { authorization: `Bearer ${secret}`, 'user-agent': userAgent, accept: 'application/json' };
}

export function meetingTitle(random: () => number): string {
  return oneOf(TITLES, random);
}

/** A valid meeting within the next two weeks. */
export function newMeeting(at: number, random: () => number) {
  const startsAt = new Date(at + Math.ceil(random() * 14 * 24) * HOUR_MS);
  return {
    title: meetingTitle(random),
    starts_at: startsAt.toISOString(),
    duration_minutes: oneOf([15, 30, 45, 60], random),
  };
}

/** The same as a body for `POST /public/v1/meetings`. */
export function newMeetingBody(at: number, random: () => number): string {
  return JSON.stringify(newMeeting(at, random));
}

/** A well-formed key that no organisation has. */
export function unknownKey(random: () => number): string {
  return `mts_live_${Array.from({ length: 32 }, () => oneOf([...BASE_62], random)).join('')}`;
}
