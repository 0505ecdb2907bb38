import { z } from 'zod';

/** Milliseconds since the epoch, as every query of ours returns a time, to ISO 8601 in UTC. */
export const isoOfMs = z.number().transform((ms) => new Date(ms).toISOString());

/** What a column of times with nanoseconds can hold. */
const [EARLIEST_MS, LATEST_MS] = [Date.UTC(1900, 0, 1), Date.UTC(2262, 3, 11)];

/** A time in milliseconds as the text that a column of times is compared with, in UTC. */
export function timeText(ms: number): string {
  const held = Math.min(LATEST_MS, Math.max(EARLIEST_MS, ms));
  return new Date(held).toISOString().replace('T', ' ').slice(0, -1);
}

/** Microseconds since the epoch of a time with nanoseconds as the store writes it, in UTC. */
export function microseconds(text: string): number {
  const [time = '', fraction = ''] = text.split('.');
  const digits = Number(fraction.slice(0, 6).padEnd(6, '0'));
  return Date.parse(`${time.replace(' ', 'T')}Z`) * 1000 + digits;
}
