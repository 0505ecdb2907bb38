import { DAY_MS } from '@request-desk/shared/durations';
import type { ApiKeys } from '../directory/api-keys.ts';
import type { Orgs } from '../directory/orgs.ts';
import type { Meetings } from '../meetings/meetings-repository.ts';
import type { DemoKey, DemoMeeting, DemoSeed } from './demo-data.ts';
import { type KeyPlan, ORG_PLANS } from './demo-orgs.ts';
import { seedMeetings } from './seed-meetings.ts';

/** Before the history begins: a call cannot fail for a key that is revoked or expires after it. */
const RETIRED_DAYS = { revoked: 20, expired: 40 } as const;
/** What is active is older than the history, too; what is retired was in use for months. */
const ACTIVE_DAYS = 15;
const RETIRED_AGE_DAYS = 190;
/** Who revokes in the demo, as the audit shows it. */
const REVOKED_BY = 'Priya Raman';

export interface DemoStores {
  readonly orgs: Pick<Orgs, 'create'> & { list(): Promise<readonly DemoSeed['orgs'][number][]> };
  readonly keys: ApiKeys;
  readonly meetings: Meetings;
}

/**
 * Brings the demo's organisations, keys and meetings into the control plane. Secrets are kept
 * nowhere, so a later run rotates: its new keys replace those of the run before.
 */
export async function seedDemo(
  stores: DemoStores,
  now: Date,
  random: () => number,
  historyDays = 0,
): Promise<DemoSeed> {
  const known = new Map((await stores.orgs.list()).map((org) => [org.name, org]));
  const orgs: { id: string; name: string }[] = [];
  const keys: DemoKey[] = [];
  const meetings: DemoMeeting[] = [];
  for (const plan of ORG_PLANS) {
    const org = known.get(plan.name) ?? (await stores.orgs.create(plan.name, now));
    orgs.push(org);
    keys.push(...(await seedKeys(stores.keys, org.id, plan.keys, { now, historyDays })));
    meetings.push(...(await seedMeetings(stores.meetings, org.id, now, random)));
  }
  const tryKey = keys.find((key) => key.use === 'try');
  if (tryKey === undefined) throw new Error('the demo plan has no key to try');
  return { orgs, keys: keys.filter((key) => key !== tryKey), meetings, tryKey };
}

async function seedKeys(
  keys: ApiKeys,
  orgId: string,
  plans: readonly KeyPlan[],
  { now, historyDays }: { readonly now: Date; readonly historyDays: number },
): Promise<DemoKey[]> {
  const before = (await keys.listOf(orgId)).filter((key) => key.revokedAt === null);
  const made: DemoKey[] = [];
  for (const [place, plan] of plans.entries()) {
    const { name, scopes, state, use } = plan;
    const endedDays = state === 'active' ? 0 : historyDays + RETIRED_DAYS[state] + place;
    const ageDays = state === 'active' ? historyDays + ACTIVE_DAYS + place * 9 : RETIRED_AGE_DAYS;
    const expiresAt = state === 'expired' ? daysBefore(now, endedDays) : null;
    const created = daysBefore(now, endedDays + ageDays);
    const { key, secret } = await keys.mint({ orgId, name, scopes, expiresAt }, created);
    // It worked until it ended, and somebody goes on using it all the same.
    if (endedDays > 0) await keys.touch(new Map([[key.id, daysBefore(now, endedDays + 0.01)]]));
    made.push({ id: key.id, orgId, name, secret, scopes, state, use });
  }
  const idOf = (name: string | undefined) => made.find((key) => key.name === name)?.id;
  for (const [place, plan] of plans.entries()) {
    const key = made[place];
    if (!key || plan.state !== 'revoked') continue;
    const endedDays = historyDays + RETIRED_DAYS.revoked + place;
    await keys.revoke(key.id, REVOKED_BY, daysBefore(now, endedDays), idOf(plan.replacedBy));
  }
  for (const key of before) await keys.revoke(key.id, REVOKED_BY, now, idOf(key.name));
  return made;
}

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * DAY_MS);
}
