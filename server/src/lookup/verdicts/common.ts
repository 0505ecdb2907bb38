import type { Again, Claim, RequestContext } from '@request-desk/shared/dossier';
import { RETRY_WINDOW_MS } from '../context.ts';
import { sayDuration, sayTime } from '../say-time.ts';
import { claim, requestsEvidence } from './evidence.ts';
import type { Around } from './failed-request.ts';

/** So short after the answer, nothing can have been done about it. */
const TOO_EARLY_MS = 1_000;

/** Sentences that make sense for every failure: retries, who else is hit, the alert. */
export function commonClaims(around: Around): Claim[] {
  return [retryClaim(around), blastClaim(around), alertClaim(around)].filter(
    (one) => one !== undefined,
  );
}

function retryClaim({ facts, context, knownUntilMs }: Around): Claim | undefined {
  const { retries } = context;
  if (retries === null) return undefined;
  const { attempts, again, rows } = retries;
  const waitedMs = Math.max(0, Math.min(RETRY_WINDOW_MS, knownUntilMs - facts.readyMs));
  const own = again && againText(again, waitedMs);
  if (own !== undefined && again) {
    const ofIt = rows.filter(({ call }) => again.call === 'unread' || call !== undefined);
    return claim(own, requestsEvidence('Later calls by fingerprint', ofIt));
  }
  const text =
    attempts === 0 ? noneText(waitedMs, again !== undefined) : nextText(retries, waitedMs);
  const label =
    attempts === 0 ? 'Later calls' : `${attempts} later ${attempts === 1 ? 'call' : 'calls'}`;
  return claim(text, requestsEvidence(label, rows));
}

/** What fingerprints show; undefined where nothing of the kind came. */
function againText({ call, attempts, succeeded_after_ms }: Again, waitedMs: number) {
  if (attempts === 0) return undefined;
  const passed = succeeded_after_ms === null ? undefined : sayDuration(succeeded_after_ms);
  const within = waitedMs < TOO_EARLY_MS ? '' : ` in the ${sayDuration(waitedMs)} after it`;
  const times = attempts === 1 ? '' : ` ${attempts} times${within}`;
  const failed = attempts === 1 ? 'that failed, too' : 'none passed';
  const attempt = attempts === 1 ? '' : ` at the ${ordinal(attempts)} attempt`;
  switch (call) {
    case 'same':
      return passed === undefined
        ? `The same call was made again${times}, and ${failed}.`
        : `The same call was made again and passed ${passed} later${attempt && `,${attempt}`}.`;
    case 'corrected':
      return passed === undefined
        ? // That other content was meant as a correction shows only once it passes.
          `The key called the same method and path again${times}, with other content, and ${failed}.`
        : `The call was corrected and sent again, and passed ${passed} later${attempt && `,${attempt}`}.`;
    case 'other':
      return passed === undefined
        ? `The key sent other content to the same method and path${times}, and ${failed}.`
        : `A call of the key with other content to the same method and path passed ${passed} later: another call, of several.`;
    case 'unread':
      return `Whether the same call was made again is not known: its body was not read. The next ${attempts === 1 ? 'call' : `${attempts} calls`} of the key to the same method and path ${passed === undefined ? 'did not pass' : `ended in one that passed, ${passed} later`}.`;
  }
}

function noneText(waitedMs: number, isSameCall: boolean): string {
  const what = isSameCall ? 'made the same call again' : 'called this route again';
  if (waitedMs < TOO_EARLY_MS) return `It is too early to tell whether the key has ${what}.`;
  return waitedMs < RETRY_WINDOW_MS
    ? `So far, ${sayDuration(waitedMs)} after it, the key has not ${what}.`
    : `The key has not ${what} within 30 minutes.`;
}

/** Calls of the same key and route, of which nobody knows whether they are the same. */
function nextText(retries: NonNullable<RequestContext['retries']>, waitedMs: number): string {
  const { attempts, succeeded, succeeded_after_ms, again } = retries;
  const start = again ? 'The same call was not made again. ' : '';
  if (succeeded) {
    const after = sayDuration(succeeded_after_ms ?? 0);
    return attempts === 1
      ? `${start}The next call of this key on the same route passed, ${after} later.`
      : `${start}The key’s call on the same route passed ${after} later, at the ${ordinal(attempts)} attempt.`;
  }
  return attempts === 1
    ? `${start}The key called the same route once more, and that failed, too.`
    : `${start}The key called the same route ${attempts} times more in the ${sayDuration(waitedMs)} after it, and none passed.`;
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
  return claim(incidentText(alert), {
    kind: 'alert',
    label: alert.title,
    ref: alert.id,
    rows: [{ id: alert.id, title: alert.title, since: alert.since, ended: alert.ended ?? null }],
  });
}

function incidentText({
  title,
  since,
  ended,
  resting,
}: NonNullable<RequestContext['alert']>): string {
  const began = sayTime(Date.parse(since));
  return ended
    ? `It falls into an incident that ended: ${title}, from ${began} to ${sayTime(Date.parse(ended))}.`
    : `It is part of an open incident: ${title}, since ${began}${resting ? '; recovering' : ''}.`;
}
