import { setTimeout as pause } from 'node:timers/promises';
import { newestHeartbeat } from '../clickhouse/queries/lookup-heartbeat.ts';
import type { LookupOptions } from './sources.ts';

type Sources = Pick<LookupOptions, 'pipeline' | 'now' | 'clickhouse'>;

/** Delivery takes a fraction of a second; beyond this lag nobody waits for it. */
const LAG_MS = 3_000;
const WAIT_MS = 700;
const LOOK_EVERY_MS = 20;
/** Heartbeats come every 10 s; older ones than two mean that data is behind. */
const HEARTBEAT_LAG_MS = 25_000;
const HEARTBEAT_SINCE_MS = 600_000;

/** Whether all that was received before a moment is in the store. */
export interface Freshness {
  /** Milliseconds by which data is behind, where it is. */
  readonly behindMs: number | undefined;
}

/** True when something received before `askedAt` may not be in the store yet. */
export function isOpen({ pipeline }: Pick<Sources, 'pipeline'>, askedAt: number): boolean {
  const current = pipeline()?.data_current_to;
  return current !== undefined && current !== null && Date.parse(current) < askedAt;
}

/**
 * Waits, for a moment at most, until all that was received before `askedAt` is in the store: then
 * what is not there was never received. A process without a spool judges by heartbeats.
 */
export async function settle(sources: Sources, askedAt: number): Promise<Freshness> {
  const { pipeline, now } = sources;
  if (pipeline() === undefined) return await byHeartbeat(sources);
  const giveUp = performance.now() + WAIT_MS;
  for (;;) {
    if (!isOpen(sources, askedAt)) return { behindMs: undefined };
    const state = pipeline();
    const behindMs = now() - Date.parse(state?.data_current_to ?? '');
    const hopeless = state?.store === 'unavailable' || behindMs > LAG_MS;
    if (hopeless || performance.now() > giveUp) return { behindMs };
    await pause(LOOK_EVERY_MS);
  }
}

async function byHeartbeat({ clickhouse, now }: Sources): Promise<Freshness> {
  const at = now();
  const newest = await newestHeartbeat(clickhouse, at - HEARTBEAT_SINCE_MS);
  const behindMs = newest === undefined ? undefined : at - newest;
  return { behindMs: behindMs !== undefined && behindMs > HEARTBEAT_LAG_MS ? behindMs : undefined };
}
