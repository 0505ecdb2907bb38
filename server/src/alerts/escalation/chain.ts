import type { EscalationChain } from '@request-desk/shared/alert-escalation-api';
import { MINUTE_MS } from '@request-desk/shared/durations';

/** How far the escalation of one page has come. */
export interface Progress {
  /** Steps taken, over all rounds. */
  readonly taken: number;
  /** Milliseconds waited since the last of them, or since somebody was paged. */
  readonly waitedMs: number;
}

export type EscalationStep = EscalationChain['steps'][number];

/** The step that comes next; nothing at the end of the last round. */
export function nextStep(
  { steps, repeat }: EscalationChain,
  taken: number,
): EscalationStep | undefined {
  return taken < steps.length * (1 + repeat) ? steps[taken % steps.length] : undefined;
}

/** What is left to wait before the next step, in milliseconds; nothing when there is none. */
export function leftMs(chain: EscalationChain, { taken, waitedMs }: Progress): number | undefined {
  const step = nextStep(chain, taken);
  return step && Math.max(0, step.after_min * MINUTE_MS - waitedMs);
}

/** Lets time pass. One step at a time is due, however long nobody looked. */
export function advance(
  chain: EscalationChain,
  before: Progress,
  elapsedMs: number,
): { readonly progress: Progress; readonly due: EscalationStep | undefined } {
  const { taken } = before;
  const waitedMs = before.waitedMs + elapsedMs;
  const step = nextStep(chain, taken);
  if (step === undefined || waitedMs < step.after_min * MINUTE_MS)
    return { progress: { taken, waitedMs }, due: undefined };
  return { progress: { taken: taken + 1, waitedMs: 0 }, due: step };
}
