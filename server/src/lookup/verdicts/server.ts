import { ATTR } from '@request-desk/shared/attributes';
import type { Claim, DossierSpan } from '@request-desk/shared/dossier';
import { MINUTE_MS } from '@request-desk/shared/durations';
import type { KindOf } from '@request-desk/shared/profile';
import { extentOfFault, type FaultReach } from '../../clickhouse/queries/lookup-incident.ts';
import { sayTime } from '../say-time.ts';
import { claim, eventEvidence, sayCount, saySender } from './evidence.ts';
import {
  type FailedRequest,
  faultCodes,
  historyBefore,
  type Judgement,
  type Known,
  kindWithin,
} from './failed-request.ts';
import { judgeRecovery } from './route-recovery.ts';

const AROUND_MS = 15 * MINUTE_MS;

/** Faults of ours: what broke, where, since when, for how many, and whether it still breaks. */
export async function judgeFault(request: FailedRequest): Promise<Judgement> {
  const { attributes } = request.facts.request;
  const type = attributes[ATTR.exceptionType] ?? '';
  const [extent, now] = await Promise.all([extentClaims(request, type), judgeRecovery(request)]);
  return {
    claims: [...failedStepClaims(request), ...extent, ...now.claims],
    recovery: now.recovery,
  };
}

/** Names the exception, where there was one. */
export function faultHeadline({ facts }: Known): string | undefined {
  const type = facts.request.attributes[ATTR.exceptionType] ?? '';
  return type ? `The exception ${type} stopped the request.` : undefined;
}

/** The exception, the step that it came from and its report, as far as they are recorded. */
export function failedStepClaims(request: FailedRequest): Claim[] {
  const type = request.facts.request.attributes[ATTR.exceptionType] ?? '';
  const kind = kindWithin(request, 'server');
  const { release, attributes } = request.facts.request;
  const where = eventEvidence(request.facts, { instance: attributes[ATTR.instance], release });
  const refused = kind === null || kind === 'exception' ? undefined : claim(REFUSAL[kind], where);
  const exception = kind === 'exception' || (kind === null && type !== '');
  const claims = [
    exception ? exceptionClaim(request, type) : refused,
    spanClaim(request),
    sentryClaim(request),
  ];
  return claims.filter((one) => one !== undefined);
}

function exceptionClaim({ facts }: FailedRequest, type: string): Claim {
  const message = facts.request.attributes[ATTR.exceptionMessage] ?? '';
  const { release } = facts.request;
  const evidence = eventEvidence(facts, { exception: type, exception_message: message, release });
  if (type === '') return claim('The event does not name the exception.', evidence);
  return claim(
    `${type}${message ? `: ${message.slice(0, 300)}` : ''}${release ? ` (release ${release})` : ''}.`,
    evidence,
  );
}

/** Why the process did not take a call that no exception stopped, for each kind. */
const REFUSAL: Readonly<Record<Exclude<KindOf<'server'>, 'exception'>, string>> = {
  draining: 'The process was shutting down and took no new work; nothing was executed.',
  overloaded: 'The process had too much open work and shed this request; nothing was executed.',
  control_plane_away:
    'The control plane did not answer this process in time; the key itself was not refused.',
  repeat_in_flight:
    'It repeated a call that was still being carried out, and waited for it in vain; nothing was done twice.',
};

/**
 * The innermost span that failed: where it began. One of ours, or else one of another sender, who is
 * named: anybody who may send telemetry can write a span into a trace.
 */
function spanClaim({ spans }: FailedRequest): Claim | undefined {
  const failed = spans.filter(({ status }) => status === 'Error');
  const ours = innermost(failed.filter(({ own }) => own));
  const inner = ours ?? innermost(failed.filter(({ own }) => !own));
  if (inner === undefined) return undefined;
  const by = inner.own ? '' : `, by what came ${saySender(inner.sender)}`;
  return claim(`It broke in the step “${inner.name}” of ${inner.service}${by}.`, {
    kind: 'span',
    label: inner.name,
    ref: inner.span_id,
    rows: [spanRow(inner)],
  });
}

function innermost(failed: readonly DossierSpan[]): DossierSpan | undefined {
  const parents = new Set(failed.map(({ parent_span_id }) => parent_span_id));
  const inner = failed.find(({ span_id }) => !parents.has(span_id));
  return inner?.parent_span_id === '' ? undefined : inner;
}

function spanRow({ name, service, sender, duration_us, status_message }: DossierSpan) {
  return { name, service, sender: sender ?? null, duration_us, status: 'Error', status_message };
}

function sentryClaim({ sentry }: FailedRequest): Claim | undefined {
  if (sentry.event_id === null) return undefined;
  return claim('The exception was reported to Sentry.', {
    kind: 'sentry',
    label: 'Sentry event',
    ref: sentry.event_id,
    rows: [{ event_id: sentry.event_id, event_url: sentry.event_url }],
  });
}

async function extentClaims(request: FailedRequest, exceptionType: string): Promise<Claim[]> {
  const { sources, facts } = request;
  const fault = { codes: faultCodes(request), cause: facts.request.cause ?? '', exceptionType };
  const { readyMs } = facts;
  const { before: history, around: near } = await extentOfFault(sources.clickhouse, fault, {
    before: { ...historyBefore(facts), toMs: readyMs + 1 },
    around: { fromMs: readyMs - AROUND_MS, toMs: readyMs + AROUND_MS },
  });
  const claims: Claim[] = [];
  if (history.errors > 0) {
    claims.push(
      claim(
        history.errors === 1
          ? 'In the 6 hours before, there was no fault of this kind.'
          : `The first fault of this kind in the 6 hours before was at ${sayTime(history.first_ms)}; ${history.errors} since then.`,
        {
          kind: 'series',
          label: 'First seen',
          ref: history.first_id,
          rows: [{ ...row(history), first: new Date(history.first_ms).toISOString() }],
        },
      ),
    );
  }
  if (near.errors > 0) {
    claims.push(
      claim(
        `Within 15 minutes of it, ${sayCount(near.errors, 'request')} of ${sayCount(near.orgs, 'organisation')} and ${sayCount(near.keys, 'key')} met the same fault.`,
        { kind: 'series', label: 'Same fault around it', rows: [row(near)] },
      ),
    );
  }
  return claims;
}

function row({ errors, orgs, keys }: FaultReach) {
  return { errors, orgs, keys };
}
