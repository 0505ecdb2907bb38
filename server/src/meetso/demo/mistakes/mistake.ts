import type { KeyState } from '@request-desk/shared/support-api';
import type { Scope } from '../../scopes.ts';
import { bearer, MEETINGS, newMeetingBody, oneOf } from '../calls.ts';
import type { DemoKey, DemoSeed } from '../demo-data.ts';
import type { Call, HttpAnswer } from '../http-client.ts';

/** What a faulty integration works with. `send` gives undefined when no answer came. */
export interface MistakeContext {
  readonly seed: DemoSeed;
  readonly random: () => number;
  readonly now: () => number;
  send(call: Call): Promise<HttpAnswer | undefined>;
}

/** One faulty integration: the same key, client and fault every time. */
export interface Mistake {
  readonly name: string;
  /** Its share among the mistakes. */
  readonly weight: number;
  readonly userAgent: string;
  readonly from: string;
  readonly make: (world: MistakeContext, self: Mistake) => Promise<HttpAnswer | undefined>;
}

/** The active key at place `n` (wrapping) that holds all of `scopes`. */
export function activeKey(
  { seed }: Pick<MistakeContext, 'seed'>,
  n: number,
  scopes: readonly Scope[],
): DemoKey {
  const fit = seed.keys.filter(
    (key) => key.use === 'client' && scopes.every((scope) => key.scopes.includes(scope)),
  );
  return present(fit[n % fit.length]);
}

/** A key in `state`, the same one each time. */
export function keyIn({ seed }: Pick<MistakeContext, 'seed'>, state: KeyState): DemoKey {
  return present(seed.keys.find((key) => key.state === state));
}

/** An active key without `scope`. */
export function keyWithout({ seed }: Pick<MistakeContext, 'seed'>, scope: Scope): DemoKey {
  const clients = seed.keys.filter((key) => key.use === 'client');
  return present(clients.find((key) => !key.scopes.includes(scope)));
}

function present(key: DemoKey | undefined): DemoKey {
  if (key === undefined) throw new RangeError('the demo seed lacks a key that a mistake needs');
  return key;
}

/** A GET as the SDK of `self` sends it. */
export function get(
  world: MistakeContext,
  self: Pick<Mistake, 'userAgent' | 'from'>,
  key: DemoKey,
  path: string,
) {
  const headers = bearer(key.secret, self.userAgent);
  return world.send({ method: 'GET', path, headers, from: self.from });
}

/** A POST of a new meeting; `spoil` damages the body. */
export function post(
  world: MistakeContext,
  self: Mistake,
  key: DemoKey,
  spoil: (body: string) => string = (body) => body,
) {
  const body = spoil(newMeetingBody(world.now(), world.random));
  const headers = { ...bearer(key.secret, self.userAgent), 'content-type': 'application/json' };
  return world.send({ method: 'POST', path: MEETINGS, headers, body, from: self.from });
}

/** A GET with an Authorization header of its own, or none. */
export function getAs(world: MistakeContext, self: Mistake, authorization: string | undefined) {
  const headers = { 'user-agent': self.userAgent, ...(authorization ? { authorization } : {}) };
  return world.send({ method: 'GET', path: MEETINGS, headers, from: self.from });
}

/** A meeting that `wanted` accepts, or undefined. */
export function meetingWhere(
  { seed, random }: Pick<MistakeContext, 'seed' | 'random'>,
  wanted: (meeting: DemoSeed['meetings'][number]) => boolean,
) {
  const fit = seed.meetings.filter(wanted);
  return fit.length > 0 ? oneOf(fit, random) : undefined;
}
