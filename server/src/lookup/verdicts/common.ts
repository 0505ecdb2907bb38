import type { Claim } from '@request-desk/shared/dossier';
import { RETRY_WINDOW_MS } from '../context.ts';
import { sayDuration, sayTime } from '../say-time.ts';
import type { Around } from './case.ts';
import { claim, requestsEvidence } from './evidence.ts';

/** Sentences that make sense for every failure: retries, who else is hit, the alert. */
export function commonClaims(around: Around): Claim[] {
  return [retryClaim(around), blastClaim(around), alertClaim(around)].filter(
    (one) => one !== undefined,
  );
}

function retryClaim({ facts, context, knownUntilMs }: Around): Claim | undefined {
  const { retries } = context;
  if (retries === null) return undefined;
  const { attempts, succeeded, succeeded_after_ms, rows } = retries;
  const waitedMs = Math.max(0, Math.min(RETRY_WINDOW_MS, knownUntilMs - facts.readyMs));
  if (attempts === 0) {
    return claim(
      waitedMs < RETRY_WINDOW_MS
        ? `So far, ${sayDuration(waitedMs)} after it, the key has not made the same call again.`
        : 'The key did not make the same call again within 30 minutes.',
      requestsEvidence('Later calls', []),
    );
  }
  const evidence = requestsEvidence(`${attempts} later ${attempts === 1 ? 'call' : 'calls'}`, rows);
  if (succeeded) {
    const after = sayDuration(succeeded_after_ms ?? 0);
    return claim(
      attempts === 1
        ? `The next call of this key on the same route passed, ${after} later.`
        : `The key’s call on the same route passed ${after} later, at the ${ordinal(attempts)} attempt.`,
      evidence,
    );
  }
  return claim(
    attempts === 1
      ? 'The key called the same route once more, and that failed, too.'
      : `The key called the same route ${attempts} times more in the ${sayDuration(waitedMs)} after it, and none passed.`,
    evidence,
  );
}

function ordinal(n: number): string {
  const tens = n % 100;
  const ending = tens > 10 && tens < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${ending}`;
}

function blastClaim({ facts, context }: Around): Claim | undefined {
  const { blast } = context;
  const { code, org, route } = facts.request;
  if (blast === null || blast.errors === 0 || code === null || route === '') return undefined;
  const evidence = {
    kind: 'series' as const,
    label: `${code} on this route, ±${blast.window_minutes} min`,
    rows: blast.by_org.map((row) => ({ org: row.org || '(unknown)', errors: row.errors })),
  };
  const share = `${blast.errors} of ${blast.requests} requests on this route within ${blast.window_minutes} minutes ended with ${code}`;
  if (blast.by_org.length === 1 && blast.by_org[0]?.org === org && org !== '')
    return claim(`${share}, all of them of this organisation.`, evidence);
  if (blast.orgs_hit === 0) return claim(`${share}; who called is not known.`, evidence);
  return claim(
    `${share}; ${blast.orgs_hit} ${blast.orgs_hit === 1 ? 'organisation was' : 'organisations were'} hit.`,
    evidence,
  );
}

function alertClaim({ context }: Around): Claim | undefined {
  const { alert } = context;
  if (alert === null) return undefined;
  return claim(`An alert was firing: ${alert.title}, since ${sayTime(Date.parse(alert.since))}.`, {
    kind: 'alert',
    label: alert.title,
    ref: alert.id,
    rows: [{ id: alert.id, title: alert.title, since: alert.since }],
  });
}
