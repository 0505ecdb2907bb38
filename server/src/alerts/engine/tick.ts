import { AlertSet } from './alert-set.ts';
import { type EngineInput, STEP_S } from './bucket.ts';
import type { BucketSeries } from './elevation.ts';
import { isCovered, isOnFiringRoute } from './inhibit.ts';
import { judgeGlobal429, judgeOrg429, seriesFor429 } from './judge-429.ts';
import { blip, burn, judgeGlobal500, judgeOrg500, judgeRoute500, type View } from './judge-500.ts';
import { isOver, rested, track } from './lifecycle.ts';
import { dataGap, raiseNoData } from './no-data.ts';
import { isAnotherIncident } from './rest.ts';
import { type AlertScope, globalScope, NO_DATA, orgScope, routeScope, scopeOf } from './scope.ts';
import { seriesOf } from './series.ts';
import type { Slice } from './slice.ts';
import type { AlertKey, EngineState, Transition } from './state.ts';

/** For how long a deploy marker softens, and how far its clock may be ahead. */
const DEPLOY_S = 480;
const DEPLOY_AHEAD_S = 60;

const NOTHING = { requests: 0, errors: 0 };

interface Tick {
  readonly state: EngineState;
  readonly transitions: readonly Transition[];
}

/** Judges the newest bucket of the window. `at` is its end. */
export function judgeTick(
  state: EngineState,
  { heartbeats, objectives = {} }: Pick<EngineInput, 'heartbeats' | 'objectives'>,
  at: number,
): Tick {
  const slice = state.window.at(-1);
  if (!slice) return { state, transitions: [] };
  const deploying = state.deploys.some(
    (deploy) => deploy.at <= at + DEPLOY_AHEAD_S && deploy.at > at - DEPLOY_S,
  );
  const view: View = { state, window: state.window, deploying, objectives };
  const alerts = new AlertSet(state, at);
  if (dataArrives(alerts, view, { slice, heartbeats, at })) {
    follow(alerts, view, slice);
    // What has just ended cannot begin again with the same buckets.
    const followed = { ...view, state: { ...state, ended: alerts.state.ended } };
    judge500(alerts, followed, slice);
    judge429(alerts, followed, slice);
    for (const alert of alerts.all())
      if (isCovered(alert, view, alerts)) alerts.end(alert, 'superseded');
  }
  return { state: { ...state, ...alerts.state }, transitions: alerts.transitions };
}

/** Handles the no-data alert; false when this bucket can be no evidence of anything else. */
function dataArrives(
  alerts: AlertSet,
  view: View,
  { slice, heartbeats, at }: { slice: Slice; heartbeats: boolean; at: number },
): boolean {
  // Nobody watched: neither no data nor no errors.
  if (slice.kind === 'incomplete' && slice.requests === 0) return false;
  const blank = slice.kind === 'missing' || slice.kind === 'empty';
  const open = alerts.get(NO_DATA);
  if (open && !blank) alerts.end(open, 'resolved');
  if (open && blank) return false;
  const gap = dataGap(view.state, heartbeats);
  if (gap) alerts.fire(raiseNoData(gap, at));
  return slice.kind !== 'missing' && !gap;
}

/** Tracks, pages and ends what is firing. */
function follow(alerts: AlertSet, view: View, slice: Slice): void {
  for (const alert of alerts.all()) {
    const scope = scopeOf(alert.key);
    if (!scope) continue;
    const at = slice.t + STEP_S;
    const series = seriesFor(view, scope);
    const isOther = isAnotherIncident(alert, view);
    const next = isOther ? rested(alert, NOTHING, at) : track(alert, series, slice);
    alerts.keep(next);
    if (!isOther) alerts.settle(scope, series, view);
    if (slice.kind !== 'incomplete' && isOver(next)) alerts.end(next, 'resolved');
  }
}

function judge500(alerts: AlertSet, view: View, slice: Slice): void {
  const errors = slice.errors['500'];
  const whole = globalScope('500');
  if (errors.total === 0) return;
  if (!alerts.has(whole.key)) {
    const series = seriesOf(view.window, whole);
    const spike = judgeGlobal500(view);
    if (spike) alerts.start(spike, view, series);
    else alerts.addUp(judgeGlobal500(view, blip), view, series);
  } else if (alerts.waits(whole.key))
    alerts.burnsOn(judgeGlobal500(sinceActivity(view, alerts, whole), burn), view);
  if (alerts.covers(whole.key)) return;
  const parts = sinceWhole(view, alerts.get(whole.key)?.lastHot);
  for (const route in errors.routes) {
    const scope = routeScope(route);
    if (alerts.waits(scope.key))
      alerts.burnsOn(judgeRoute500(sinceActivity(parts, alerts, scope), scope, burn), view);
    if (alerts.has(scope.key)) continue;
    const series = seriesOf(view.window, scope);
    const spike = judgeRoute500(parts, scope);
    if (spike) alerts.start(spike, view, series);
    else alerts.addUp(judgeRoute500(parts, scope, blip), view, series);
  }
  for (const org in errors.orgs) {
    const scope = orgScope('500', org);
    if (alerts.has(scope.key) || isOnFiringRoute(view, alerts, org)) continue;
    const series = seriesOf(view.window, scope);
    alerts.start(judgeOrg500(parts, scope, series), view, series);
  }
}

/** What is older than the activity of a resting alert of everybody belongs to that one. */
function sinceWhole(view: View, lastHot: number | undefined): View {
  return lastHot === undefined ? view : endedAt(view, globalScope('500').key, lastHot);
}

/** The activity of an open alert is no part of what burns on after it. */
function sinceActivity(view: View, alerts: AlertSet, { key }: AlertScope): View {
  return endedAt(view, key, alerts.get(key)?.lastHot ?? 0);
}

function endedAt(view: View, key: AlertKey, at: number): View {
  return { ...view, state: { ...view.state, ended: { ...view.state.ended, [key]: at } } };
}

function judge429(alerts: AlertSet, view: View, slice: Slice): void {
  const errors = slice.errors['429'];
  const whole = globalScope('429');
  if (errors.total === 0) return;
  if (!alerts.has(whole.key)) alerts.start(judgeGlobal429(view), view, seriesFor429(view));
  if (alerts.covers(whole.key)) return;
  for (const org in errors.orgs) {
    const scope = orgScope('429', org);
    if (alerts.has(scope.key)) continue;
    const series = seriesOf(view.window, scope);
    alerts.start(judgeOrg429(view, scope, series), view, series);
  }
}

function seriesFor(view: View, scope: AlertScope): BucketSeries {
  return scope.key === 'global-429' ? seriesFor429(view) : seriesOf(view.window, scope);
}
