import type { Claim, RequestContext } from '@request-desk/shared/dossier';
import { HOUR_S, MINUTE_MS } from '@request-desk/shared/durations';
import { isoInstant } from '@request-desk/shared/instant';
import { percentText } from '@request-desk/shared/percent-text';
import { uncountedCauses } from '@request-desk/shared/profile-codes';
import { routeSteps, usualFailureRatio } from '../../clickhouse/queries/lookup-recovery.ts';
import { sayDuration, sayTime } from '../say-time.ts';
import { claim } from './evidence.ts';
import { type FailedRequest, faultCodes, type Judgement, knownUntil } from './failed-request.ts';
import {
  AROUND_MS,
  type CountedStep,
  LOOK_BACK_MS,
  type Recovery,
  recoveryOf,
} from './recovery.ts';

const AFTER_MS = 15 * MINUTE_MS;
/** A store that is further behind says nothing of the present. */
const STALE_MS = 2 * MINUTE_MS;

/** What happened on the route after the request, and whether it works by now. */
export async function judgeRecovery(request: FailedRequest): Promise<Judgement> {
  const { sources, facts } = request;
  const { method, route, org } = facts.request;
  const { readyMs } = facts;
  const now = sources.now();
  const untilMs = knownUntil(sources);
  const uncounted = uncountedCauses(sources.profile);
  const calls = { method, route, org, faults: faultCodes(request), uncounted };
  const stretches = [
    { fromMs: readyMs - AROUND_MS, toMs: readyMs + AFTER_MS },
    { fromMs: untilMs - LOOK_BACK_MS, toMs: untilMs },
  ] as const;
  const before = Math.floor((readyMs - AFTER_MS) / 1000 / HOUR_S) * HOUR_S;
  const [steps, usual, open] = await Promise.all([
    routeSteps(sources.clickhouse, calls, readyMs + 1, stretches),
    usualFailureRatio(sources.clickhouse, calls, before),
    openIncident(request, now),
  ]);
  const after = afterClaim(steps, readyMs, now);
  if (now - untilMs > STALE_MS)
    return { claims: [after, claim(staleText(untilMs), seriesOf({ until: isoInstant(untilMs) }))] };
  const incident = open && { sinceMs: Date.parse(open.since) };
  const recovery = recoveryOf({ steps, readyMs, untilMs, usual, incident });
  return { claims: [after, recoveryClaim(recovery, usual, nowOf(open))], recovery };
}

/** Undefined where it is unknown: the control plane is away. */
async function openIncident(
  { sources, facts }: FailedRequest,
  now: number,
): Promise<RequestContext['alert'] | undefined> {
  const { code, status, route, org } = facts.request;
  const asked = { at: new Date(now), code: code ?? '', status, route, org };
  try {
    return (await sources.alertsAt([asked]))[0] ?? null;
  } catch {
    return undefined;
  }
}

/** Whether an incident that covers the route is open now. */
type IncidentNow = 'none' | 'unknown' | 'open';

function nowOf(open: RequestContext['alert'] | undefined): IncidentNow {
  if (open === undefined) return 'unknown';
  return open === null ? 'none' : 'open';
}

function afterClaim(steps: readonly CountedStep[], readyMs: number, now: number): Claim {
  const after = steps.filter(({ at_ms }) => at_ms > readyMs && at_ms < readyMs + AFTER_MS);
  const passed = after.reduce((sum, step) => sum + step.passed, 0);
  const failed = after.reduce((sum, step) => sum + step.failed, 0);
  const waited = sayDuration(Math.min(AFTER_MS, Math.max(0, now - readyMs)));
  return claim(
    passed + failed === 0
      ? `Nobody has called this route in the ${waited} after it.`
      : `In the ${waited} after it, ${passed} ${passed === 1 ? 'call' : 'calls'} of this route passed and ${failed} failed on our side.`,
    { kind: 'series', label: 'The route afterwards', rows: [{ passed, failed }] },
  );
}

function recoveryClaim(recovery: Recovery, usual: number, incident: IncidentNow): Claim {
  const { calls, failed, minutes } = recovery;
  return claim(recoveryText(recovery, usual, incident), {
    kind: 'series',
    label: 'The route now',
    rows: [{ calls, failed, minutes, usual_share: usual }],
  });
}

function recoveryText(recovery: Recovery, usual: number, incident: IncidentNow): string {
  const { kind, calls, failed, minutes } = recovery;
  const seen = `${failed} of ${calls} ${calls === 1 ? 'call' : 'calls'} failed in the last ${minutes} min`;
  switch (kind) {
    case 'again': {
      const since =
        recovery.sinceMs === undefined
          ? `for the last ${minutes} min`
          : `since ${sayTime(recovery.sinceMs)}`;
      return `The route has worked as usual ${since}: ${failed} of ${calls} calls failed. If ${percentText(recovery.ruledOut)} of them still failed, so few would be seen less than once in a million.`;
    }
    case 'not_yet':
      return incident === 'open'
        ? `It is not over: an incident that covers this route is open (${seen}).`
        : `The route is failing: ${seen}, usually ${percentText(usual)}, or this organisation’s calls still fail.`;
    case 'later':
      return recovery.sinceMs === undefined
        ? `The route fails now, and nobody can tell whether that is the same fault: ${seen}, usually ${percentText(usual)}, or this organisation’s calls fail.`
        : `An incident that began later, at ${sayTime(recovery.sinceMs)}, covers this route and is open (${seen}).`;
    case 'too_few':
      return incident === 'unknown'
        ? `Whether an incident is open is not known, so nothing is said about recovery (${seen}).`
        : `Too few calls to tell whether the route works again: ${seen} since it last failed more than usual. With ${recovery.enough} calls in 8 min or more and no failure among them that could be said.`;
    case 'alone':
      return `The route as a whole did not fail more than usual around it: this is no outage that could end (${seen}).`;
  }
}

function staleText(untilMs: number): string {
  return `Telemetry is complete only to ${sayTime(untilMs)}, so nothing is said about whether the route works now.`;
}

function seriesOf(row: Record<string, string | number>) {
  return { kind: 'series' as const, label: 'The route now', rows: [row] };
}
