import type { Database } from '../../database/database.ts';
import type { Channels } from '../channels/channels.ts';
import { addressed, type DueNotice } from '../delivery/addressed.ts';
import { Outbox } from '../delivery/outbox.ts';
import type { Change, Transition } from '../engine/state.ts';
import { budgetAsWire, windowText } from '../incidents/budget-text.ts';
import { Incidents, type NewEvent, type NewIncident } from '../incidents/incidents.ts';
import { suppressionsAt } from '../silences/suppressions.ts';
import { dueNotice } from './due-notice.ts';
import { type Memory, saveMemory } from './memory.ts';

/** What one tick has decided. */
export interface TickOutcome {
  readonly before: Memory;
  readonly after: Memory;
  /** False when the store was away: then nothing but its silence was judged. */
  readonly evaluated: boolean;
  readonly transitions: readonly Transition[];
  /** Rows of the alerts that fired, by key. */
  readonly fired: ReadonlyMap<string, NewIncident>;
}

interface Stores {
  readonly database: Database;
  readonly channels: Channels;
  readonly holder: string;
}

const ENGINE = 'engine';
const BACK = 'it had come to rest, is back, and lasts';
const dateOf = (seconds: number) => new Date(seconds * 1000);

/**
 * Stores state, alerts, their history and the notifications in one transaction: nobody is notified
 * twice of what a crash made us decide twice. Throws LeaseLost when another process evaluates.
 * `now` is the reference clock: reminders and silences go by it, whatever this machine's clock does.
 */
export async function commit(outcome: TickOutcome, stores: Stores, now: Date): Promise<void> {
  const { database, holder } = stores;
  // Only who evaluates opens incidents: while none is open, there is nobody to notify of anything.
  const isQuiet = outcome.transitions.length === 0 && !(await new Incidents(database).hasOpen());
  if (isQuiet) return await saveMemory(database.orm, holder, outcome);
  const channels = (await stores.channels.list()).filter(({ enabled }) => enabled);
  await database.orm.transaction(async (orm) => {
    await saveMemory(orm, holder, outcome);
    const incidents = new Incidents({ orm });
    const ended = await applied(outcome, incidents, now);
    const suppressions = await suppressionsAt({ orm }, now);
    const open = await incidents.open();
    const { firing } = outcome.after.state;
    const due = open.flatMap((incident) => {
      const isClearing = firing[incident.key]?.state === 'CLEARING';
      return dueNotice(incident, { suppressions, now, isClearing }) ?? [];
    });
    await markNotified(incidents, open, due, now);
    const deliveries = addressed([...due, ...ended], channels);
    for (const { channelId, notices } of deliveries) {
      const begun = notices.filter(({ change }) => change !== 'ended').map(({ id }) => id);
      await incidents.addressTo(channelId, begun);
    }
    await new Outbox({ orm }).add(deliveries, now);
  });
}

/** Writes what changed; returns the ends that are to be notified. */
async function applied(
  { transitions, fired }: TickOutcome,
  incidents: Incidents,
  now: Date,
): Promise<DueNotice[]> {
  if (transitions.length === 0) return [];
  await incidents.insert([...fired.values()]);
  const open = new Map((await incidents.open()).map((incident) => [incident.key, incident]));
  const events: NewEvent[] = [];
  const ended: DueNotice[] = [];
  for (const { change, at, alert } of transitions) {
    const incident = open.get(alert.key);
    if (!incident) continue;
    const { id, labels, notifiedChannels } = incident;
    const budget = isEnd(change) ? null : budgetAsWire(alert.budget);
    const again = change === 'paged' && incident.severity === 'page';
    const note = again ? BACK : budget === null ? '' : windowText(budget);
    events.push({ incidentId: id, at: dateOf(at), kind: change, by: ENGINE, note });
    if (change === 'paged') {
      await incidents.page(id, now, budget);
      if (again) await incidents.wakeAgain(id);
    } else if (isEnd(change)) {
      await incidents.change(id, { endedAt: dateOf(at), endReason: change });
      open.delete(alert.key);
      const { severity } = incident;
      ended.push({
        id,
        change: 'ended',
        labels: { ...labels, severity },
        notified: notifiedChannels,
      });
    }
  }
  await incidents.record(events);
  return ended;
}

function isEnd(change: Change): change is Exclude<Change, 'fired' | 'paged'> {
  return change !== 'fired' && change !== 'paged';
}

async function markNotified(
  incidents: Incidents,
  open: readonly { readonly id: string; readonly reminders: number }[],
  due: readonly DueNotice[],
  now: Date,
): Promise<void> {
  // A channel that has joined gets what the others have had.
  const notified = due.filter(({ joined }) => !joined);
  for (const arePages of [false, true]) {
    const some = notified.filter(({ labels }) => (labels.severity === 'page') === arePages);
    await incidents.markNotified(
      some.map(({ id }) => id),
      now,
      arePages,
    );
  }
  const reminders = new Map(open.map(({ id, reminders }) => [id, reminders]));
  for (const { id, change } of due) {
    if (change !== 'reminder') continue;
    await incidents.change(id, { reminders: (reminders.get(id) ?? 0) + 1 });
    await incidents.record([{ incidentId: id, at: now, kind: 'reminded', by: ENGINE }]);
  }
}
