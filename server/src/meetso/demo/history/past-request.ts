import { createHash } from 'node:crypto';
import { ClientNames } from '@request-desk/fastify/request/client-name';
import type { RequestEvent } from '@request-desk/fastify/request/request-event';
import { RequestIds } from '@request-desk/fastify/request/request-ids';
import { keyPrefixOf } from '../../key-form.ts';
import { MEETSO_PROFILE } from '../../profile.ts';
import { MEETINGS, oneOf } from '../calls.ts';
import { CLIENT_PROFILES, clientOf } from '../clients.ts';
import type { DemoKey, DemoSeed } from '../demo-data.ts';
import { MISTAKES } from '../mistakes/pick.ts';
import type { HeavyClient } from '../rate-profile.ts';
import { weighted } from '../weighted.ts';
import { outageShareAt } from './daily-rate.ts';
import { newPastMeetingId } from './past-meeting-id.ts';
import { PAST_MISTAKES } from './past-mistakes.ts';
import { type PastStep, stepsOf, typicalMs } from './past-steps.ts';
import {
  PAST_BURST,
  PAST_FAULT,
  PAST_SUCCESSES,
  type PastSuccess,
  pastRefusal,
} from './past-successes.ts';

/** As often as the live traffic makes mistakes. */
const ERROR_SHARE = 0.1;

/** One request of the past, answered at `at` (ms since the epoch). */
export interface PastRequest {
  readonly at: number;
  readonly event: RequestEvent;
  /** What the request did, in order; shares of its duration. */
  readonly steps: readonly PastStep[];
}

interface Sender {
  readonly key: DemoKey | undefined;
  readonly userAgent: string;
  readonly from: string;
}

/** Makes up requests of the past, by the clients, keys and mistakes that the demo has. */
export function createPast(seed: DemoSeed, random: () => number) {
  const world = { seed, random };
  const minted = new RequestIds(MEETSO_PROFILE.request_id);
  const names = new ClientNames(MEETSO_PROFILE.service);
  const clients = seed.keys.filter(({ use }) => use === 'client');
  const able = (scope: PastSuccess['scope']) =>
    clients.filter(({ scopes }) => scopes.includes('meetings:read') && scopes.includes(scope));
  const callers = {
    'meetings:read': able('meetings:read'),
    'meetings:write': able('meetings:write'),
  };

  /** An ordinary request at `at`: mostly a success, sometimes a mistake or our own fault. */
  function usual(at: number): PastRequest {
    if (random() < ERROR_SHARE) return mistake(at);
    const kind = weighted(PAST_SUCCESSES, random);
    const key = oneOf(callers[kind.scope], random);
    return made(at, { key, ...clientOf(seed, key) }, success(kind, outageShareAt(at)));
  }

  function mistake(at: number): PastRequest {
    const { name, userAgent, from } = weighted(MISTAKES, random);
    const past = PAST_MISTAKES[name];
    if (past === undefined) throw new RangeError(`the past knows no mistake like ${name}`);
    const { method = 'GET', route = MEETINGS, status, counted } = past;
    const key = past.key?.(world);
    const path = past.path?.(world, key) ?? pathOf(route);
    const limits = counted ? { scopeRequired: scopeOf(method), rateLimit: UNUSED_LIMIT } : {};
    const facts = { ...limits, ...past.refusal(world, key, at) };
    return made(at, { key, userAgent, from }, { method, route, path, status, ...facts });
  }

  /** A call of an integration that overdoes it. */
  function burstCall(at: number, use: HeavyClient, passes: boolean): PastRequest {
    const key = seed.keys.find((one) => one.use === use);
    const { userAgent, from, burst } = CLIENT_PROFILES[use];
    const facts = passes ? {} : pastRefusal(random() < burst ? 'burst' : 'sustained', random);
    const call = passes ? success(PAST_BURST, 0) : callOf(PAST_BURST);
    const same = { callContent: print(`content ${key?.id}`) };
    return made(at, { key, userAgent, from }, { status: 200, ...call, ...facts, ...same });
  }

  function callOf({ method, route, scope }: PastSuccess) {
    return { method, route, path: pathOf(route), scopeRequired: scope, rateLimit: UNUSED_LIMIT };
  }

  function success(kind: PastSuccess, faults: number): PastFacts {
    if (random() < faults) return { ...callOf(kind), ...PAST_FAULT };
    const { status, result } = kind;
    return { ...callOf(kind), status, ...(result ? { result: result(world) } : {}) };
  }

  function pathOf(route: string): string {
    return route.replace(':id', newPastMeetingId(random));
  }

  function made(at: number, { key, userAgent, from }: Sender, facts: PastFacts): PastRequest {
    const event: RequestEvent = {
      ...minted.mint(),
      ...names.of(userAgent),
      clientAddress: from,
      durationMs: typicalMs(facts, random),
      ...(key ? keyFacts(key) : {}),
      ...printsOf(key, facts, random),
      ...facts,
    };
    return { at, event, steps: stepsOf(event) };
  }

  return { usual, burstCall };
}

type PastFacts = Partial<RequestEvent> & Pick<RequestEvent, 'method' | 'route' | 'path' | 'status'>;

/** Lists that a client asks for: sizes of a page by ranges. */
const QUERIES = 15;

/** Far from every limit. */
const UNUSED_LIMIT = {
  window: 'burst',
  limit: 10,
  used: 1,
  resetMs: 1_000,
  paceMs: 1_000,
} as const;

function scopeOf(method: string): string {
  return method === 'GET' ? 'meetings:read' : 'meetings:write';
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

function print(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Like the fingerprints of live calls: equal where the same key makes the same call again. */
function printsOf(
  key: DemoKey | undefined,
  { method, path, status, cause }: PastFacts,
  random: () => number,
) {
  const isMistake = status >= 400 && status < 500;
  const what = isMistake ? cause : Math.floor(random() * QUERIES);
  return {
    callTarget: print(`target ${method} ${path}`),
    callContent: print(`content ${key?.id} ${what}`),
  };
}
