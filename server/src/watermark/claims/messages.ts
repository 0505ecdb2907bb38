import type { WatermarkClaim } from '@request-desk/fastify/producer/producer';
import { parsedJson } from '@request-desk/shared/parsed-json';
import { z } from 'zod';
import { producerId } from '../../clickhouse/queries/watermark-records.ts';

/** Topics of the signals by which processes ask producers how far they are. */
export const [ASKS, CLAIMS] = ['asks', 'claims'];

const time = z.number().min(0).max(8.64e15);
const count = z.int().min(0);

/** Milliseconds since 1970 by the reference clock: up to there somebody wants to know all. */
const ask = z.object({ at: time });

const claim = z.object({
  producer: producerId,
  epoch: z.int().min(1),
  at: time,
  clock: z.enum(['reference', 'wall']),
  failed: count,
  succeeded: count,
  receivedTo: time.optional(),
});

export const writeAsk = (at: number): string => JSON.stringify({ at });
export const writeClaim = (said: WatermarkClaim): string => JSON.stringify(said);

/** Undefined for what is none. */
export function readAsk(text: string): number | undefined {
  return ask.safeParse(parsedJson(text)).data?.at;
}

/** Undefined for what is none. */
export function readClaim(text: string): WatermarkClaim | undefined {
  return claim.safeParse(parsedJson(text)).data;
}
