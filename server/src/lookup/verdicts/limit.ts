import { ATTR } from '@request-desk/shared/attributes';
import type { Claim, Evidence } from '@request-desk/shared/dossier';
import { MINUTE_MS } from '@request-desk/shared/durations';
import type { KindOf } from '@request-desk/shared/profile';
import { causesOfKind, codesOfClass } from '@request-desk/shared/profile-codes';
import { failedAuthentications } from '../../clickhouse/queries/lookup-client.ts';
import {
  type PaceStep,
  paceOfKey,
  refusalsOfKey,
  requestsReceivedOfKey,
} from '../../clickhouse/queries/lookup-pace.ts';
import { sayDuration, sayTime } from '../say-time.ts';
import { addressWord } from './address-word.ts';
import { claim, eventEvidence, requestsEvidence } from './evidence.ts';
import { type FailedRequest, type Judgement, type Known, kindWithin } from './failed-request.ts';

/** Which limit it was, as its kind and the event name it. */
type LimitWindow = KindOf<'limit'> extends `limit_${infer W}` ? W : never;
/** Those that count the calls of a key. */
type KeyWindow = Exclude<LimitWindow, 'auth_flood'>;

/** What a chart shows around the request, on either side of it. */
interface Chart {
  readonly spanMs: number;
  readonly stepMs: number;
  readonly unit: string;
  readonly windowMs: number;
}

const CHART: Readonly<Record<KeyWindow, Chart>> = {
  burst: { spanMs: 15_000, stepMs: 1_000, unit: 'second', windowMs: 1_000 },
  sustained: { spanMs: 2 * MINUTE_MS, stepMs: 10_000, unit: 'minute', windowMs: MINUTE_MS },
};
const WINDOW_OF_KIND: Readonly<Record<KindOf<'limit'>, LimitWindow>> = {
  limit_burst: 'burst',
  limit_sustained: 'sustained',
  limit_auth_flood: 'auth_flood',
};
const FIRST_SINCE_MS = 15 * MINUTE_MS;

/** Limits: which one, at what pace, since when, and whether the client honours Retry-After. */
export async function judgeLimit(request: FailedRequest): Promise<Judgement> {
  const window = windowOf(request);
  if (window === 'auth_flood') return await authFlood(request);
  const limit = numberOf(request, ATTR.rateLimit);
  const { unit } = CHART[window];
  const [processes, share] = [numberOf(request, ATTR.rateProcesses), shareOf(request)];
  const divided = processes > 1 ? `, ${share} for each of the ${processes} API processes` : '';
  const by = processes > 1 ? ' by the one that answered' : '';
  const counted: Claim = claim(
    `The ${window} limit is ${limit} requests a ${unit}${divided}; ${numberOf(request, ATTR.rateUsed)} were counted${by} when this one came.`,
    limitEvidence(request),
  );
  if (request.facts.request.key_id === '') return { claims: [counted] };
  const [pace, since] = await Promise.all([paceClaim(request, window, limit), sinceClaim(request)]);
  const claims = [counted, pace, since, waitClaim(request), advice(request, window, share)];
  return { claims: claims.filter((one) => one !== undefined) };
}

/** Which limit of a key it was. */
export function limitHeadline(known: Known): string | undefined {
  const window = windowOf(known);
  if (window === 'auth_flood' || known.facts.request.key_id === '') return undefined;
  const limit = shareOf(known);
  if (limit < numberOf(known, ATTR.rateLimit))
    return `The key made more than ${limit} requests in a ${CHART[window].unit} to one API process: its share of the ${window} limit.`;
  return `The key made more than ${limit} requests in a ${CHART[window].unit}: its ${window} limit.`;
}

/** As the event names it, else the kind of its cause; of an API that says neither, the longest one. */
function windowOf(known: Known): LimitWindow {
  const named = known.facts.request.attributes[ATTR.rateWindow];
  const kind = kindWithin(known, 'limit');
  const ofKind = kind === null ? undefined : WINDOW_OF_KIND[kind];
  return Object.values(WINDOW_OF_KIND).find((one) => one === named) ?? ofKind ?? 'sustained';
}

function numberOf({ facts }: Known, name: string): number {
  const value = Number(facts.request.attributes[name]);
  return Number.isFinite(value) ? value : 0;
}

/** What the process that answered allowed: the limit, or its share of it. */
function shareOf(known: Known): number {
  return numberOf(known, ATTR.rateShare) || numberOf(known, ATTR.rateLimit);
}

function limitEvidence(request: FailedRequest): Evidence {
  return eventEvidence(request.facts, {
    window: windowOf(request),
    limit: numberOf(request, ATTR.rateLimit),
    ...(numberOf(request, ATTR.rateProcesses) > 1 && {
      share: numberOf(request, ATTR.rateShare),
      processes: numberOf(request, ATTR.rateProcesses),
    }),
    used: numberOf(request, ATTR.rateUsed),
    reset_ms: numberOf(request, ATTR.rateResetMs),
    retry_after_s: numberOf(request, ATTR.retryAfterS),
  });
}

async function paceClaim(request: FailedRequest, window: KeyWindow, limit: number): Promise<Claim> {
  const { sources, facts } = request;
  const { spanMs, stepMs, unit, windowMs } = CHART[window];
  // The limiter counts when a request comes; its event bears the time of the answer.
  const asked = { keyId: facts.request.key_id, limitCodes: codesOfClass(sources.profile, 'limit') };
  const at = facts.startMs;
  const [steps, { accepted: let_through, refused }] = await Promise.all([
    paceOfKey(sources.clickhouse, asked, { fromMs: at - spanMs, toMs: at + spanMs }, stepMs),
    requestsReceivedOfKey(sources.clickhouse, asked, { fromMs: at - windowMs, toMs: at }),
  ]);
  const tail =
    numberOf(request, ATTR.rateProcesses) > 1
      ? 'by all API processes together.'
      : let_through === limit
        ? `as many as the limit of ${limit} allows.`
        : let_through > limit
          ? `more than the limit of ${limit}: its clock and that of the events differ.`
          : `fewer than the limit of ${limit}: the rest is not in the store, or was counted elsewhere.`;
  return claim(
    `In the ${unit} up to this request the key sent ${let_through + refused}; ${let_through} were let through, ${tail}`,
    { kind: 'series', label: 'The key’s pace', rows: chart(steps, stepMs) },
  );
}

function chart(steps: readonly PaceStep[], stepMs: number): Evidence['rows'] {
  return steps.map(({ at_ms, accepted, refused }) => ({
    at: new Date(at_ms).toISOString(),
    seconds: stepMs / 1000,
    accepted,
    refused,
  }));
}

async function sinceClaim({ sources, facts }: FailedRequest): Promise<Claim | undefined> {
  const key = { keyId: facts.request.key_id, limitCodes: codesOfClass(sources.profile, 'limit') };
  const range = { fromMs: facts.readyMs - FIRST_SINCE_MS, toMs: facts.readyMs + 1 };
  const { requests, refused, first_ms } = await refusalsOfKey(sources.clickhouse, key, range);
  if (refused === 0) return undefined;
  const rows = [
    { since: new Date(first_ms).toISOString(), requests, refused, window: '15 min before' },
  ];
  const text =
    refused === 1
      ? 'It is the first refusal of this key in 15 minutes.'
      : `In the 15 minutes before, the key was refused ${refused} of ${requests} times, first at ${sayTime(first_ms)}.`;
  return claim(text, { kind: 'series', label: `${refused} refusals`, rows });
}

/** Whether the client waited as long as `Retry-After` said. */
function waitClaim(request: FailedRequest): Claim | undefined {
  const asked = numberOf(request, ATTR.retryAfterS);
  // Calls that were under way already are no answer to Retry-After.
  const next = request.neighbours.after.find(
    (row) => Date.parse(row.at) - row.duration_ms >= request.facts.readyMs - 1,
  );
  const evidence = limitEvidence(request);
  if (asked === 0) return undefined;
  if (next === undefined) {
    return claim(
      `Retry-After asked for ${asked} s; no later call of the key is known.`,
      evidence,
      requestsEvidence('No later calls', []),
    );
  }
  const waited = Date.parse(next.at) - next.duration_ms - request.facts.readyMs;
  const text =
    waited >= asked * 1000 - 250
      ? `The key’s next call came ${sayDuration(waited)} after it, later than the ${asked} s that Retry-After asked for.`
      : `The key called again after ${sayDuration(Math.max(0, waited))}, though Retry-After asked for ${asked} s.`;
  return claim(text, evidence, requestsEvidence('The next call', [next]));
}

function advice(request: FailedRequest, window: KeyWindow, limit: number): Claim | undefined {
  if (limit <= 0) return undefined;
  const everyMs = CHART[window].windowMs / limit;
  const allMs = numberOf(request, ATTR.ratePaceMs);
  const all =
    allMs > everyMs ? `; one every ${sayDuration(allMs)} stays within all of the key` : '';
  return claim(
    `Calls spread to one every ${sayDuration(everyMs)} would have stayed within this limit${all}.`,
    limitEvidence(request),
  );
}

async function authFlood(request: FailedRequest): Promise<Judgement> {
  const address = request.facts.request.attributes[ATTR.clientAddress] ?? '';
  if (address === '') return { claims: [] };
  const range = { fromMs: request.facts.startMs - MINUTE_MS, toMs: request.facts.readyMs + 1 };
  const { clickhouse, profile } = request.sources;
  const sought = {
    address,
    codes: codesOfClass(profile, 'auth'),
    causes: causesOfKind(profile, 'limit_auth_flood'),
  };
  const found = await failedAuthentications(clickhouse, sought, range);
  const evidence: Evidence = {
    kind: 'series',
    label: 'Failed authentications',
    rows: [{ ...found, first_ms: null, since: new Date(found.first_ms).toISOString() }],
  };
  return {
    claims: [
      claim(
        `From the client’s ${addressWord(address)} came ${found.failures} failed authentications within a minute, with ${found.prefixes} different key prefixes.`,
        evidence,
        limitEvidence(request),
      ),
    ],
  };
}
