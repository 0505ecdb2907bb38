import { CELL_S } from '../engine/history.ts';
import type { Burst, EngineState, FiringAlert } from '../engine/state.ts';

/**
 * The same state on a clock that was set by `byS` seconds (a multiple of ten): what is remembered
 * stays as long ago as it was, so that a step neither fires nor ends nor delays anything.
 */
export function relabelled(state: EngineState, byS: number): EngineState {
  const ended = Object.entries(state.ended).map(([key, at]) => [key, at + byS] as const);
  const firing = Object.entries(state.firing).map(([key, alert]) => [key, moved(alert, byS)]);
  const past = Object.entries(state.past).map(([key, one]) => [key, movedBursts(one, byS)]);
  // Cells begin at whole five minutes: rather a little too old than over the window.
  const byCells = Math.floor(byS / CELL_S) * CELL_S;
  return {
    ...state,
    window: state.window.map((slice) => ({ ...slice, t: slice.t + byS })),
    history: state.history.map((cell) => ({ ...cell, t: cell.t + byCells })),
    ended: Object.fromEntries(ended),
    past: Object.fromEntries(past),
    firing: Object.fromEntries(firing),
    deploys: state.deploys.map((deploy) => ({ ...deploy, at: deploy.at + byS })),
  };
}

function moved({ bursts, clearsAt, ...alert }: FiringAlert, byS: number): FiringAlert {
  return {
    ...alert,
    since: alert.since + byS,
    firedAt: alert.firedAt + byS,
    pagedAt: alert.pagedAt === null ? null : alert.pagedAt + byS,
    lastHot: alert.lastHot + byS,
    ...(bursts ? { bursts: movedBursts(bursts, byS) } : {}),
    ...(clearsAt === undefined ? {} : { clearsAt: clearsAt + byS }),
  };
}

function movedBursts(bursts: readonly Burst[], byS: number): Burst[] {
  return bursts.map((one) => ({ ...one, from: one.from + byS, to: one.to + byS }));
}
