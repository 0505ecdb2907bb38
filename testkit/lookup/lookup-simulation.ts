import type { RequestEvent } from '@request-desk/fastify/request/request-event';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@request-desk/shared/durations';
import { causeEntry, STATUS_OF } from '../../server/src/meetso/catalogue/catalogue.ts';
import { CAUSES, type Cause, type ErrorCode } from '../../server/src/meetso/catalogue/causes.ts';
import type { StoredKey } from '../../server/src/meetso/directory/api-keys.ts';
import type { LookupDesk } from '../desks/lookup-desk.ts';

const SPAN_MS = 18 * HOUR_MS;
const LIST = '/public/v1/meetings';

/** One request that the simulation made, as the oracle knows it. */
interface Made {
  readonly id: string;
  readonly at: number;
  readonly code: string;
  readonly cause: string;
  readonly org: string;
  readonly key: string;
  readonly method: string;
  readonly route: string;
}

/** One line of the truth file: what really happened to a failed request. */
export interface Truth {
  readonly id: string;
  readonly code: ErrorCode;
  readonly cause: string;
  readonly org: string;
  readonly keyPrefix: string;
  /** Text that the verdict must contain, because it is what really happened. */
  readonly fact: string;
  readonly retry: { readonly attempts: number; readonly passedAfterMs: number | null } | null;
  /** Organisations and errors of the same code and route in ±15 whole minutes. */
  readonly incident: { readonly orgs: number; readonly errors: number };
}

/** A seeded generator (mulberry32): the same seed makes the same failures. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

interface SimulatedKeys {
  readonly working: readonly StoredKey[];
  readonly revoked: readonly StoredKey[];
  readonly expired: readonly StoredKey[];
}

/** Six organisations with keys in every state. */
async function mintKeys({ orgs, keys }: LookupDesk, from: number): Promise<SimulatedKeys> {
  const minted = {
    working: [] as StoredKey[],
    revoked: [] as StoredKey[],
    expired: [] as StoredKey[],
  };
  const born = new Date(from - 90 * DAY_MS);
  for (let o = 0; o < 6; o++) {
    const { id: orgId } = await orgs.create(`Organisation ${o}`, born);
    const mint = (name: string, expiresAt?: Date) =>
      keys.mint({ orgId, name, scopes: ['meetings:read'], expiresAt }, born);
    for (let k = 0; k < 6; k++) minted.working.push((await mint(`Key ${k}`)).key);
    const { key } = await mint('Revoked');
    const revoked = await keys.revoke(key.id, `person-${o}`, new Date(from - HOUR_MS));
    if (revoked) minted.revoked.push(revoked);
    minted.expired.push((await mint('Expired', new Date(from - HOUR_MS))).key);
  }
  return minted;
}

/** Writes `failures` failed requests over all causes, retries and successes; returns the truth. */
export async function simulate(
  desk: LookupDesk,
  failures: number,
  random: () => number,
): Promise<Truth[]> {
  const from = Math.floor((Date.now() - 20 * HOUR_MS) / MINUTE_MS) * MINUTE_MS;
  const minted = await mintKeys(desk, from);
  const causes = Object.entries(CAUSES).flatMap(([code, list]) =>
    list.map((cause) => [code as ErrorCode, cause as Cause] as const),
  );
  const made: Made[] = [];
  const open: (Omit<Truth, 'retry' | 'incident'> & { readonly at: number; readonly of: Made })[] =
    [];

  function write(at: number, event: Partial<RequestEvent>): Made {
    const id = desk.write(at, event);
    const one = {
      id,
      at,
      code: event.code ?? '',
      cause: event.cause ?? '',
      org: event.orgId ?? '',
      key: event.keyId ?? '',
      method: event.method ?? 'GET',
      route: event.route ?? LIST,
    };
    made.push(one);
    return one;
  }

  for (let n = 0; n < failures; n++) {
    const [code, cause] = causes[n % causes.length] ?? (['not_found', 'absent'] as const);
    const at = from + random() * SPAN_MS;
    const key = pick(keysFor(minted, code, cause), random);
    const { facts, fact } = factsFor({ code, cause, n }, random, minted);
    const caller = key ? who(key) : {};
    const call = { method: facts.method ?? 'GET', route: facts.route ?? LIST };
    const event = { ...caller, ...facts, code, cause, status: STATUS_OF[code], message: 'No.' };
    const of = write(at, event);
    const named = fact.replace('{by}', key?.revokedBy ?? '').replace('{prefix}', key?.prefix ?? '');
    const about = { id: of.id, code, cause, org: key?.orgId ?? '', keyPrefix: key?.prefix ?? '' };
    open.push({ ...about, fact: named, at, of });
    // A third try again: half of those pass in the end.
    const retries = random() < 0.33 ? 1 + Math.floor(random() * 3) : 0;
    const passes = random() < 0.5;
    for (let r = 1; r <= retries; r++) {
      const later = at + r * (1_000 + random() * 60_000);
      const good = { ...caller, ...call, status: 200 };
      write(later, passes && r === retries && key ? good : event);
    }
  }
  return open.map(({ at, of, ...known }) => ({
    ...known,
    retry: of.key === '' ? null : retryOf(of, made),
    incident: incidentOf(of, made),
  }));
}

function keysFor(minted: SimulatedKeys, code: ErrorCode, cause: string): readonly StoredKey[] {
  if (code === 'unauthorized' || cause === 'unknown' || cause === 'auth_flood') return [];
  if (cause === 'revoked') return minted.revoked;
  return code === 'invalid_key' ? minted.expired : minted.working;
}

function pick<T>(from: readonly T[], random: () => number): T | undefined {
  return from[Math.floor(random() * from.length)];
}

function who(key: StoredKey): Partial<RequestEvent> {
  return { orgId: key.orgId, keyId: key.id, keyPrefix: key.prefix, scopesHeld: key.scopes };
}

/** What the event of a cause carries, and the words that a true verdict has. */
function factsFor(
  { code, cause, n }: { readonly code: ErrorCode; readonly cause: Cause; readonly n: number },
  random: () => number,
  minted: SimulatedKeys,
): { facts: Partial<RequestEvent>; fact: string } {
  const one = { route: `${LIST}/:id`, path: `${LIST}/mtg_${String(n).padStart(20, '0')}` };
  switch (cause) {
    case 'parameter_invalid': {
      const value = `${n}days`;
      const issues = [{ field: 'time_range', rule: 'enum', nearMiss: '7d', value }];
      return { facts: { issues }, fact: `“${value}” was sent, probably meant as “7d”` };
    }
    case 'scope_missing':
      return {
        facts: { method: 'POST', scopeRequired: 'meetings:write' },
        fact: 'holds meetings:read, but this route needs meetings:write',
      };
    case 'revoked':
      return { facts: {}, fact: 'by {by}.' };
    case 'unknown': {
      const keyPrefix = `mts_live_!${String(n).padStart(3, '0').slice(-3)}`;
      return { facts: { keyPrefix }, fact: `No key begins with ${keyPrefix}` };
    }
    case 'burst':
    case 'sustained': {
      const window = cause;
      const limit = cause === 'burst' ? 10 : 60;
      const rateLimit = { window, limit, used: limit, resetMs: 900, retryAfterS: 1 } as const;
      return { facts: { rateLimit }, fact: `The ${cause} limit is ${limit} requests` };
    }
    case 'auth_flood': {
      const clientAddress = `198.51.${Math.floor(n / 250) % 250}.${n % 250}`;
      return { facts: { clientAddress }, fact: 'From the client’s address came' };
    }
    case 'token_malformed':
      return { facts: { authProblem: `problem ${n}` }, fact: `Authorization header: problem ${n}` };
    case 'other_org': {
      const owner = pick(minted.working, random)?.orgId ?? '';
      return { facts: { ...one, ownerOrg: owner }, fact: 'belongs to another organisation' };
    }
    case 'deleted': {
      const deletedAt = new Date(Date.now() - n * 60_000).toISOString();
      const day = deletedAt.slice(0, 19).replace('T', ' ');
      return { facts: { ...one, deletedAt }, fact: `It was deleted on ${day}` };
    }
    case 'absent':
      return { facts: one, fact: `Nothing with the id in ${one.path}` };
    case 'route_unknown': {
      const path = `/public/v1/meeting${n}`;
      return {
        facts: { route: '', path, nearMiss: LIST },
        fact: `no route ${path}; ${LIST} is close`,
      };
    }
    case 'exception': {
      const exceptionType = `Fault${n % 7}`;
      return { facts: { exceptionType }, fact: `${exceptionType} (release` };
    }
    default: {
      if (code === 'invalid_key') return { facts: {}, fact: '({prefix}) expired on' };
      return { facts: {}, fact: causeEntry(code, cause)?.meaning ?? 'no such cause' };
    }
  }
}

/** By brute force over everything that was made. */
function retryOf(of: Made, made: readonly Made[]): Truth['retry'] {
  const later = made
    .filter((one) => one.key === of.key && one.method === of.method && one.route === of.route)
    .filter((one) => one.at > of.at && one.at < of.at + 30 * MINUTE_MS)
    .sort((a, b) => a.at - b.at);
  const passed = later.findIndex(({ code }) => code === '');
  const success = later[passed];
  return {
    attempts: passed < 0 ? later.length : passed + 1,
    passedAfterMs: success ? success.at - of.at : null,
  };
}

function incidentOf(of: Made, made: readonly Made[]): Truth['incident'] {
  const middle = Math.floor(of.at / MINUTE_MS) * MINUTE_MS;
  const same = made.filter(
    ({ at, code, cause, route }) =>
      code === of.code &&
      // Nobody's trouble: no rate counts it.
      cause !== 'idempotency_in_flight' &&
      route === of.route &&
      at >= middle - 15 * MINUTE_MS &&
      at < middle + 16 * MINUTE_MS,
  );
  return { orgs: new Set(same.map(({ org }) => org).filter(Boolean)).size, errors: same.length };
}
