import { SHORT_S, usualPause } from './bursts.ts';
import type { Burst, FiringAlert } from './state.ts';

/** Seconds without errors that end what lasted; what had begun to come back takes longer. */
export const HOLD_S = 150;
const HOLD_AFTER_PAUSE_S = 240;
/**
 * What was so short is likely one burst of several, and an engineer who was paged for it wants to know
 * of it once: for so long it is not over.
 */
const BRIEF_S = 180;
const HOLD_BRIEF_S = 1800;
/** One org's trouble never pages, so no second page is to be avoided. */
const BLIP_S = 60;
const HOLD_BLIP_ORG_S = 310;
/** After so many pauses the interval is known, and they alone say for how long to wait. */
const KNOWN_PAUSES = 4;

/** Seconds without errors before an alert ends; what is usual between its own bursts is no end. */
export function holdOf(alert: FiringAlert): number {
  const { bursts = [] } = alert;
  const pauses = bursts.length - 1;
  const usual = pauses > 0 || alert.pauses > 0 ? HOLD_AFTER_PAUSE_S : HOLD_S;
  const first = pauses < KNOWN_PAUSES ? holdByLength(alert) : 0;
  return Math.max(usual, usualPause(alert), first);
}

/** The first burst decides: a longer one after it is no reason to wait for less, unless it lasts. */
function holdByLength({ key, bursts = [] }: FiringAlert): number {
  if (bursts.some(({ from, to }) => to - from >= SHORT_S)) return 0;
  const length = firstLength(bursts);
  if (key.startsWith('org-')) return length < BLIP_S ? HOLD_BLIP_ORG_S : 0;
  return length < BRIEF_S ? HOLD_BRIEF_S : 0;
}

/** How long the first burst lasted; a pause that is shorter than a blip is part of it. */
function firstLength(bursts: readonly Burst[]): number {
  const [first] = bursts;
  if (!first) return Number.POSITIVE_INFINITY;
  let { to } = first;
  for (const burst of bursts) if (burst.from - to < BLIP_S) to = Math.max(to, burst.to);
  return to - first.from;
}
