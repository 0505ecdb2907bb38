import { usualPause } from './bursts.ts';
import type { FiringAlert } from './state.ts';

/** Seconds of calm that end what lasted; what had begun to come back takes longer. */
const HOLD_S = 150;
const HOLD_AFTER_LULL_S = 240;
/**
 * What was so short is likely one burst of several, and an engineer who was woken for it wants to hear
 * of it once: for so long it is not over.
 */
const BRIEF_S = 180;
const HOLD_BRIEF_S = 1200;
/** One org's trouble pages never: nobody is woken twice. */
const BLIP_S = 60;
const HOLD_BLIP_ORG_S = 310;
/** After so many pauses the rhythm is known, and they alone say for how long to wait. */
const RHYTHM = 4;

/** Seconds of calm before an alert ends; what is usual between its own bursts is no end. */
export function holdOf(alert: FiringAlert): number {
  const { bursts = [] } = alert;
  const pauses = bursts.length - 1;
  const lulled = pauses > 0 || alert.lulls > 0 ? HOLD_AFTER_LULL_S : HOLD_S;
  const first = pauses < RHYTHM ? holdByLength(alert) : 0;
  return Math.max(lulled, usualPause(alert), first);
}

function holdByLength({ key, bursts = [] }: FiringAlert): number {
  if (bursts.length === 0) return 0;
  const longest = Math.max(...bursts.map(({ from, to }) => to - from));
  if (key.startsWith('org-')) return longest < BLIP_S ? HOLD_BLIP_ORG_S : 0;
  return longest < BRIEF_S ? HOLD_BRIEF_S : 0;
}
