import type { RequestEvent } from '@request-desk/fastify/request/request-event';
import { RequestIds } from '@request-desk/fastify/request/request-ids';
import { keyPrefixOf } from '../../key-form.ts';
import { MEETSO_PROFILE } from '../../profile.ts';
import { oneOf } from '../calls.ts';
import type { DemoKey, DemoSeed } from '../demo-data.ts';
import { weighted } from '../weighted.ts';
import {
  PAST_ERRORS,
  PAST_LIST,
  PAST_OUTAGE,
  PAST_REFUSAL,
  PAST_SUCCESSES,
  type PastAnswer,
} from './past-answers.ts';
import { outageShareAt } from './rhythm.ts';

/** As often as the live traffic makes mistakes. */
const ERROR_SHARE = 0.1;

/** One request of the past, answered at `at` (ms since the epoch). */
export interface PastRequest {
  readonly at: number;
  readonly event: RequestEvent;
  /** What the request did, in order; shares of its duration. */
  readonly steps: readonly PastStep[];
}

interface PastStep {
  readonly name: string;
  readonly share: number;
  /** The type of the exception that ended it. */
  readonly failed?: string;
}

const STEPS: readonly PastStep[] = [
  { name: 'authenticate', share: 0.2 },
  { name: 'rate limit', share: 0.05 },
  { name: 'meetings.query', share: 0.6 },
  { name: 'serialise', share: 0.1 },
];

/** How far a request gets before it is refused. */
function stepsOf({ code, exceptionType }: RequestEvent): PastStep[] {
  if (code === 'unauthorized') return [];
  if (code === 'invalid_key') return STEPS.slice(0, 1);
  if (code === 'rate_limited') return STEPS.slice(0, 2);
  if (code !== undefined && code !== 'internal_error') return STEPS.slice(0, 2);
  if (!exceptionType) return [...STEPS];
  return [...STEPS.slice(0, 2), { name: 'meetings.query', share: 0.7, failed: exceptionType }];
}

/** Makes up requests of the past, with the keys that the demo has. */
export function createPast({ keys }: DemoSeed, random: () => number) {
  const all = (wanted: (key: DemoKey) => boolean) => keys.filter(wanted);
  const callers: Readonly<Record<PastAnswer['who'], readonly DemoKey[]>> = {
    client: all((key) => key.use === 'client' && key.scopes.length === 2),
    reader: all((key) => key.use === 'client' && !key.scopes.includes('meetings:write')),
    revoked: all((key) => key.state === 'revoked'),
    expired: all((key) => key.state === 'expired'),
    nobody: [],
  };
  const minted = new RequestIds(MEETSO_PROFILE.request_id);
  const runaway = keys.find((key) => key.use === 'runaway');

  /** An ordinary request at `at`: mostly a success, sometimes a mistake or our own fault. */
  function usual(at: number): PastRequest {
    if (random() < outageShareAt(at)) return made(at, PAST_OUTAGE);
    return made(at, weighted(random() < ERROR_SHARE ? PAST_ERRORS : PAST_SUCCESSES, random));
  }

  /** A request of the runaway integration at `at`: a third is let through. */
  function runawayCall(at: number): PastRequest {
    return made(at, random() < 0.33 ? PAST_LIST : PAST_REFUSAL, runaway);
  }

  function made(at: number, kind: PastAnswer, by?: DemoKey): PastRequest {
    const candidates = callers[kind.who];
    const key = by ?? (candidates.length > 0 ? oneOf(candidates, random) : undefined);
    const ids = minted.mint();
    const path = kind.route.replace(':id', `mtg_${ids.requestId.slice(4)}0000`);
    const event: RequestEvent = {
      ...ids,
      method: kind.method,
      path: path || '/public/v1/meeting',
      route: kind.route,
      status: kind.status,
      durationMs: 1.5 + 6 * random() ** 3 + (random() < 0.01 ? 180 * random() : 0),
      userAgent: 'meetso-node/2.3.1',
      client: 'meetso-node',
      clientVersion: '2.3.1',
      clientAddress: '203.0.113.24',
      ...(key ? keyFacts(key) : {}),
      ...kind.facts,
    };
    return { at, event, steps: stepsOf(event) };
  }

  return { usual, runawayCall };
}

function keyFacts(key: DemoKey): Partial<RequestEvent> {
  const prefix = keyPrefixOf(key.secret);
  return {
    orgId: key.orgId,
    keyId: key.id,
    scopesHeld: key.scopes,
    ...(prefix ? { keyPrefix: prefix } : {}),
  };
}
