import type { Random } from '../../../testkit/random.ts';
import { MACHINE } from './machine-phases.ts';
import { NETWORK } from './network-phases.ts';
import type { Phase } from './phases.ts';
import { ENGINES } from './store-phases.ts';

/** Every fault once, and a stretch without any before, in between and after. */
export function fullSchedule(random: Random): Phase[] {
  const { noFault, killAll, rolling, ...machine } = MACHINE;
  const { replaced, ...engines } = ENGINES;
  const faults = [NETWORK, machine, engines].flatMap((all): Phase[] => Object.values(all));
  const shuffled = random.shuffled(faults);
  const half = shuffled.length >> 1;
  // Copies of many deliveries stand in the spools by the time all of them are killed.
  const [before, after] = [shuffled.slice(0, half), shuffled.slice(half)];
  return [noFault, replaced, ...before, noFault, rolling, ...after, killAll, noFault];
}

/**
 * What a gate has time for: one fault of every kind, and the end of all of them, after which what was
 * delivered is delivered again. Rolling restarts have a test of their own.
 */
export function shortSchedule(random: Random): Phase[] {
  const faults: Phase[] = [
    MACHINE.killApi,
    MACHINE.clockBack,
    MACHINE.fullApi,
    MACHINE.clockDayOn,
    NETWORK.storeRefusesInserts,
    NETWORK.apiCutOff,
    NETWORK.controlBlackHoled,
    ENGINES.held,
  ];
  return [MACHINE.noFault, ...random.shuffled(faults), MACHINE.killAll];
}

const ALL: readonly Phase[] = [NETWORK, MACHINE, ENGINES].flatMap((all): Phase[] =>
  Object.values(all),
);

/** The phases whose names contain one of `words`, in that order. */
export function chosenSchedule(words: readonly string[]): Phase[] {
  const chosen = words.map((word) => {
    const phases = ALL.filter(({ name }) => name.includes(word));
    if (phases.length === 0) {
      throw new Error(`no phase "${word}"; there are: ${ALL.map(({ name }) => name).join(', ')}`);
    }
    return phases;
  });
  return chosen.flat();
}
