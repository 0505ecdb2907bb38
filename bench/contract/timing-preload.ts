/**
 * Preloaded into a desk by `bench/contract-timing.ts`. WITHOUT_BEAT=1: answers do not wait for their
 * beat, whose timer differs by up to a millisecond and would hide any difference from a client
 * measures. SLOWER_OTHERS_US: a meeting of another organisation costs that much more than any other
 * that is not seen. A measurement must find that.
 */
import { EvenPace } from '../../server/src/meetso/meetings/even-pace.ts';
import { Meetings } from '../../server/src/meetso/meetings/meetings-repository.ts';

const extraMs = Number(process.env.SLOWER_OTHERS_US ?? 0) / 1_000;
const { find, change, remove } = Meetings.prototype;

Meetings.prototype.find = async function (orgId, id) {
  return slowed(await find.call(this, orgId, id));
};
Meetings.prototype.change = async function (orgId, id, changes) {
  return slowed(await change.call(this, orgId, id, changes));
};
Meetings.prototype.remove = async function (orgId, id, now) {
  return slowed(await remove.call(this, orgId, id, now));
};

function slowed<T extends { readonly why?: unknown } | undefined>(found: T): T {
  const until = performance.now() + extraMs;
  if (found?.why === 'other_org') while (performance.now() < until);
  return found;
}

if (process.env.WITHOUT_BEAT === '1') EvenPace.prototype.nextInterval = async () => undefined;
